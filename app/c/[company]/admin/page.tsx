import { redirect } from "next/navigation";

export default async function AdminPage({ params }: { params: Promise<{ company: string }> }) {
  redirect(`/c/${(await params).company}/admin/people`);
}
