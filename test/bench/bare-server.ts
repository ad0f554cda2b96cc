import express from "express";
import postgres from "postgres";

// The floor: the same server and driver, one insert for each answer, and nothing else.
const [port, url] = process.argv.slice(2);
const sql = url ? postgres(url, { max: 10, onnotice: () => {} }) : null;
if (sql !== null) {
  await sql`create table if not exists bare_answers (id bigint generated always as identity primary key, value text not null)`;
}

const app = express();
app.use(express.urlencoded({ extended: false }));
app.get("/healthz", (_request, response) => {
  response.send("ok");
});
app.post("/answer", async (request, response) => {
  if (sql !== null) await sql`insert into bare_answers (value) values (${String(request.body.value)})`;
  response.json({ outcome: "done" });
});
app.listen(Number(port), "127.0.0.1");
