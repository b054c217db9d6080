package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.session.Session;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every option that a message, a help text or a document names exists. */
class NamedOptionsTest {
    private static final Pattern OPTION = Pattern.compile("(?<![A-Za-z0-9\\[-])--[a-z][a-z-]*[a-z]");
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");

    private static final Path ROOT = Path.of(System.getProperty("basedir", "."));

    @Test
    void everyOptionThatIsNamedExists() throws IOException {
        Set<String> known = new TreeSet<>();
        Magics magics = new Magics(new Session(EmbeddingCache.off()));
        Magics.names().forEach(name -> collect(magics.commandLine(name), known));
        assertTrue(known.containsAll(Set.of("--help", "--transparency", "--older-than")), known.toString());
        for (String script :
                List.of("quickstart.py", "src/build/develop.py", "src/build/course.py", "src/build/grade.py")) {
            known.addAll(found(ROOT.resolve(script)));
        }
        // Options of the Stable Diffusion web UI, and of Java.
        known.addAll(Set.of("--api-auth", "--sun-misc-unsafe-memory-access"));
        TreeMap<String, Set<String>> unknown = new TreeMap<>();
        for (Path file : texts()) {
            Set<String> named = found(file);
            named.removeAll(known);
            if (!named.isEmpty()) {
                unknown.put(ROOT.relativize(file).toString(), named);
            }
        }
        assertEquals(new TreeMap<>(), unknown);
    }

    /** The library's messages name no options, because its users have no magics. The commands add the options. */
    @Test
    void theLibraryNamesNoMagicsAndNoOptions() throws IOException {
        TreeMap<String, Set<String>> named = new TreeMap<>();
        for (Path file : texts()) {
            String name = file.getFileName().toString();
            boolean library =
                    name.endsWith(".java") && !file.toString().matches(".*[/\\\\](notebook|training)[/\\\\].*");
            if (library) {
                Set<String> found = found(file);
                Matcher literal = LITERAL.matcher(Files.readString(file));
                while (literal.find()) {
                    if (literal.group().matches(".*%%?(clip|tifa)\\b.*")) {
                        found.add(literal.group());
                    }
                }
                if (!found.isEmpty()) {
                    named.put(name, found);
                }
            }
        }
        assertEquals(new TreeMap<>(), named);
    }

    private static void collect(CommandLine line, Set<String> known) {
        line.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        line.getSubcommands().values().forEach(command -> collect(command, known));
    }

    private static List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/java"));
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.concat(files, docs),
                            Stream.of("README.md", "TROUBLESHOOTING.md", "CONTRIBUTING.md", "SECURITY.md")
                                    .map(ROOT::resolve))
                    .filter(file -> file.toString().matches(".*\\.(java|md)"))
                    .toList();
        }
    }

    private static Set<String> found(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        String text = Files.readString(file);
        if (file.toString().endsWith(".java")) { // in Java, -- is also an operator
            text = LITERAL.matcher(text).results().map(MatchResult::group).collect(Collectors.joining("\n"));
        }
        Matcher matcher = OPTION.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }
}
