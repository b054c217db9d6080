package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.Tifa;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.prompts.source.PromptSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Rules that hold for every command of the registry. */
class CommandsTest {
    private static final Magics MAGICS = new Magics(new Session(EmbeddingCache.off()));

    /** The words of every command, such as {@code clip cache clear}. */
    static Stream<List<String>> commands() {
        return Magics.names().stream().flatMap(name -> below(List.of(name), MAGICS.commandLine(name)));
    }

    private static Stream<List<String>> below(List<String> words, CommandLine line) {
        return Stream.concat(
                Stream.of(words), line.getSubcommands().entrySet().stream().flatMap(sub -> {
                    List<String> longer = new ArrayList<>(words);
                    longer.add(sub.getKey());
                    return below(longer, sub.getValue());
                }));
    }

    @Test
    void theRegistryHasEveryKindOfCommand() {
        List<String> names = commands().map(words -> String.join(" ", words)).toList();
        assertTrue(
                names.containsAll(List.of("tifa", "tifa qa", "clip", "clip score", "clip cache clear")),
                names::toString);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasHelpThatNamesItAndItsSubcommands(List<String> words) {
        FakeCell cell = new FakeCell();
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        arguments.add("--help");
        assertNull(MAGICS.run(words.get(0), arguments, cell));
        String help = cell.plain().get(0);
        assertTrue(help.startsWith("Usage: %" + String.join(" ", words)), help);
        assertFalse(help.replace("%%clip", "").contains("%%"), help); // %%clip begins a cell
        assertEquals("%" + String.join(" ", words), line(words).getCommandSpec().qualifiedName());
        for (String subcommand : line(words).getSubcommands().keySet()) {
            assertTrue(help.contains("\n  " + subcommand + " "), help);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isCompletedFromItsFirstLetters(List<String> words) {
        Completion completion = new Completion(
                MAGICS,
                MAGICS.candidates(HubSettings.of(Map.of(), Path.of(System.getProperty("java.io.tmpdir"))), List::of));
        if (words.size() > 1) {
            String name = words.get(words.size() - 1);
            String typed = "%" + String.join(" ", words.subList(0, words.size() - 1)) + " " + name.substring(0, 2);
            Completion.Matches matches = completion.at(typed, typed.length());
            assertNotNull(matches, typed);
            assertTrue(matches.texts().contains(name), matches::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasHelpThatFitsATooltip(List<String> words) {
        String typed = "%" + String.join(" ", words);
        Output help = new Inspection(MAGICS).at(typed, typed.length());
        assertNotNull(help);
        assertTrue(help.plain().startsWith("Usage: " + typed), help.plain());
        assertTrue(help.plain().lines().allMatch(line -> line.length() <= 76), help.plain());
    }

    private static CommandLine line(List<String> words) {
        CommandLine line = MAGICS.commandLine(words.get(0));
        for (String word : words.subList(1, words.size())) {
            line = line.getSubcommands().get(word);
        }
        return line;
    }

    @Test
    void namesEverySourceOfPromptsInHelpCompletionAndTooltip() {
        Completion completion = new Completion(
                MAGICS,
                MAGICS.candidates(HubSettings.of(Map.of(), Path.of(System.getProperty("java.io.tmpdir"))), List::of));
        for (String option : List.of("%tifa --source ", "%clip score pictures --prompts ")) {
            FakeCell cell = new FakeCell();
            List<String> words = List.of(option.strip().substring(1).split(" "));
            MAGICS.run(words.get(0), words.get(0).equals("tifa") ? List.of("-h") : List.of("score", "-h"), cell);
            Output tooltip = new Inspection(MAGICS).at(option, option.length() - 2);
            assertNotNull(tooltip, option);
            String help = cell.plain().get(0).replaceAll("\\s+", "");
            for (PromptSource source : Tifa.sources()) {
                String name = option.contains("--source") ? source.name() : source.shortName();
                String described = name + " (" + source.description();
                assertTrue(help.contains(described.replace(" ", "")), help);
                assertTrue(tooltip.plain().contains(described), tooltip.plain());
                String typed = option + name.substring(0, 2);
                Completion.Matches matches = completion.at(typed, typed.length());
                assertNotNull(matches, typed);
                assertTrue(matches.texts().contains(name), matches::toString);
            }
        }
    }
}
