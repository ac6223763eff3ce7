-- A password that an administrator handed over is good for one thing, choosing another, and only for some days.
ALTER TABLE "users" ADD COLUMN     "password_expires_at" TIMESTAMPTZ(3);
