import { expect, test } from "vitest";
import { onBothEngines, startedWorld } from "./flow-suite.ts";
onBothEngines("stress", (start) => {
  test("versions", async () => {
    const world = await startedWorld(start);
    let bad = 0;
    for (let n = 0; n < 60; n++) {
      const taps = await Promise.all(["1","2","3","4","5"].map((value) => world.person("ana").interaction("rate", {}, { value })));
      await Promise.all(taps.map((tap) => world.inbound.interact(tap)));
      const [a] = await world.query("select rating, version from answers");
      const v = await world.query("select version, rating from answer_versions order by version");
      if (v.length !== Number(a?.version) - 1) { bad++; }
      await world.query("delete from answers"); await world.query("delete from answer_versions");
    }
    expect(bad).toBe(0);
  });
});
