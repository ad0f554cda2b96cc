import { type SourceFiles, withoutComments } from "./source-files.ts";

interface Habit {
  readonly pattern: RegExp;
  readonly reason: string;
  /** Files to which it does not apply. */
  readonly except: (path: string) => boolean;
}

const timeAndChance = ["src/ports/clock.ts", "src/ports/ids.ts"];

/** What no file does, whatever it imports. */
const habits: readonly Habit[] = [
  {
    pattern: /\bprocess\s*(?:\.\s*env\b|\[)|\benv\b[^;{}]*\}\s*=\s*process\b/,
    reason: "reads the environment; only src/config.ts may",
    except: (path) => path === "src/config.ts",
  },
  {
    pattern:
      /\bDate\s*\.\s*now\b|\bnew\s+Date\b(?!\s*\(\s*[^)\s])|\bTemporal\s*\.\s*Now\b|\bMath\s*\.\s*random\b|\bperformance\s*\.\s*now\b/,
    reason: "reads the clock or chance by itself; take a Clock or Ids",
    except: (path) => timeAndChance.includes(path),
  },
  {
    pattern: /\b(?:systemClock|randomIds)\b/,
    reason: "takes the machine's time or ids; only the composition root may",
    except: (path) => timeAndChance.includes(path) || /^src\/(?:compose|main|cli)\b/.test(path),
  },
  {
    pattern: /(?:^|[\n;])\s*export\s+default\b|\bas\s+default\b/,
    reason: "has a default export",
    except: () => false,
  },
  {
    pattern: /(?:^|[\n;])\s*export\s+(?:type\s+)?(?:\*|\{[^}]*\}\s*from\b)/,
    reason: "passes another file's exports on (a barrel)",
    except: () => false,
  },
];

/** One line for each habit that a file breaks. */
export function brokenHabits(files: SourceFiles): string[] {
  return [...files].flatMap(([path, source]) => {
    const code = withoutComments(source, "empty-strings");
    return habits
      .filter((habit) => !habit.except(path) && habit.pattern.test(code))
      .map((habit) => `${path} ${habit.reason}`);
  });
}

export const longestFile = 300;

/** Files of more lines than STYLE allows. */
export function longFiles(files: SourceFiles): string[] {
  return [...files]
    .map(([path, source]) => [path, source.trimEnd().split("\n").length] as const)
    .filter(([, lines]) => lines > longestFile)
    .map(([path, lines]) => `${path} has ${lines} lines`);
}
