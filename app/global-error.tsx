"use client";

/** Stands in when the root layout itself fails, so it rests on nothing that could fail with it. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "2rem", maxWidth: "40rem" }}>
        <title>Revenue OS</title>
        <h1>Revenue OS cannot be shown</h1>
        <p>
          Something went wrong on our side. What you had saved is safe. Reload the page; if it stays like
          this, tell whoever runs this program{error.digest ? ` and name the number ${error.digest}` : ""}.
        </p>
      </body>
    </html>
  );
}
