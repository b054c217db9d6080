package org.clipmeter.notebook;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion inside a magic, as Tab offers it: subcommands, options, and the possible values of options and arguments.
 */
public final class Completion {
    /**
     * The texts that may replace a part of the cell.
     *
     * @param start the start of that part, in UTF-16 units
     * @param end its end, exclusive
     */
    public record Matches(List<String> texts, int start, int end) {}

    private static final Pattern CHOICE = Pattern.compile("(?<![A-Za-z])[a-z][a-z0-9.-]*(?![A-Z])");

    private final Magics magics;
    private final Candidates candidates;

    public Completion(Magics magics, Candidates candidates) {
        this.magics = magics;
        this.candidates = candidates;
    }

    /** The matches at a cursor; null if the cursor is not in one of our magics. */
    @Nullable
    public Matches at(String code, int cursor) {
        MagicText magic = MagicText.at(code, cursor);
        if (magic == null || cursor <= magic.start()) {
            return null;
        }
        Matches variables = variables(code.substring(magic.start(), cursor), code, cursor);
        if (variables != null) {
            return variables;
        }
        List<ArgumentWord> words = new ArrayList<>(magic.wordsUpTo(code, cursor));
        ArgumentWord typed = new ArgumentWord(cursor - magic.start(), cursor - magic.start(), "", false);
        if (!words.isEmpty() && words.get(words.size() - 1).end() == typed.end()) {
            typed = words.remove(words.size() - 1);
        }
        Typed before = Typed.read(magics.commandLine(magic.name()), words);
        String text = typed.text();
        int start = magic.start() + typed.start();
        ArgSpec awaited = before.awaited;
        int equals = text.indexOf('=');
        if (awaited == null && equals > 0) {
            awaited = before.command.getCommandSpec().findOption(text.substring(0, equals));
            PositionalParamSpec positional = before.positional();
            int value = start + equals + 1;
            if (awaited != null) {
                start = value;
                text = text.substring(equals + 1);
            } else if (positional != null && positional.paramLabel().contains("=")) {
                String kind = positional.paramLabel().replaceFirst(".*=", "");
                List<String> places = places("", text.substring(equals + 1), kind, quote(code, value));
                return new Matches(places, value, cursor);
            }
        }
        List<String> texts =
                awaited == null ? words(before, text, quote(code, start)) : values(awaited, text, quote(code, start));
        return new Matches(texts, start, cursor);
    }

    /** The variables whose name is begun behind a {@code $} or a brace before the cursor; null if there are none. */
    private @Nullable Matches variables(String before, String code, int cursor) {
        Matcher begun = Variables.BEGUN.matcher(before);
        if (!begun.find()) {
            return null;
        }
        boolean closed = begun.group(1).equals("$") || code.startsWith("}", cursor);
        List<String> names = candidates.variables().stream()
                .filter(name -> name.startsWith(begun.group(2)))
                .map(name -> closed ? name : name + "}")
                .toList();
        return names.isEmpty()
                ? null
                : new Matches(names, cursor - begun.group(2).length(), cursor);
    }

    private static char quote(String code, int start) {
        return start < code.length() && code.charAt(start) == '\'' ? '\'' : '"';
    }

    private List<String> words(Typed before, String text, char quote) {
        List<String> found = new ArrayList<>();
        if (!text.startsWith("-")) {
            if (before.positionals == 0) {
                before.command.getSubcommands().keySet().stream()
                        .filter(name -> name.startsWith(text))
                        .sorted()
                        .forEach(found::add);
            }
            PositionalParamSpec positional = before.positional();
            if (positional != null) {
                found.addAll(values(positional, text, quote));
            }
        }
        if (text.isEmpty() || text.startsWith("-")) {
            before.command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden() && (option.isMultiValue() || !before.used.contains(option)))
                    .map(OptionSpec::longestName)
                    .filter(name -> name.startsWith(text))
                    .sorted()
                    .forEach(found::add);
        }
        return found;
    }

    /**
     * The possible values of an argument. Its label says what they are: choices as in {@code cut|fail}, or kinds of
     * {@link Candidates#named} or {@link PlaceKind#of}, as in {@code IMAGE|RUN}.
     */
    private List<String> values(ArgSpec argument, String text, char quote) {
        String label = argument.paramLabel();
        int comma = label.contains(",") ? text.lastIndexOf(',') + 1 : 0;
        String before = text.substring(0, comma);
        String last = text.substring(comma);
        Set<String> found = new LinkedHashSet<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(name -> found.add(name.toLowerCase(Locale.ROOT)));
        }
        CHOICE.matcher(label).results().map(MatchResult::group).forEach(found::add);
        List<String> kinds = Stream.of(label.replaceFirst("^\\[.*?]", "").split("\\|", -1))
                .map(kind -> kind.replaceFirst("[^A-Z].*", ""))
                .toList();
        kinds.forEach(kind -> found.addAll(candidates.named(kind)));
        List<String> matches = new ArrayList<>();
        String wanted = last.toLowerCase(Locale.ROOT);
        found.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(wanted))
                .forEach(name -> matches.add(before + name));
        kinds.forEach(kind -> matches.addAll(places(before, last, kind, quote)));
        return matches;
    }

    /** The files and folders whose path begins like this, for an argument of a kind; each behind the text before it. */
    private static List<String> places(String before, String begun, String kind, char quote) {
        return Candidates.paths(begun, PlaceKind.of(kind)).stream()
                .map(path -> quoted(before + path, quote))
                .toList();
    }

    /** Quotes a value again. The quote of a folder stays open, so that the next Tab continues inside it. */
    private static String quoted(String text, char quote) {
        boolean plain = text.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\'' || c == ';' || c == '"');
        if (plain) {
            return text;
        }
        char safe = text.indexOf('\'') >= 0 ? '"' : quote;
        return safe + text + (text.endsWith("/") ? "" : safe);
    }

    /** The command, options and arguments in the words before the cursor. */
    private static final class Typed {
        private final Set<OptionSpec> used = new LinkedHashSet<>();
        private CommandLine command;
        private @Nullable OptionSpec awaited;
        private int positionals;

        private Typed(CommandLine command) {
            this.command = command;
        }

        static Typed read(CommandLine root, List<ArgumentWord> words) {
            Typed typed = new Typed(root);
            words.forEach(word -> typed.take(word.text()));
            return typed;
        }

        private void take(String word) {
            CommandLine subcommand = command.getSubcommands().get(word);
            if (awaited != null) {
                awaited = null;
            } else if (word.startsWith("-") && word.length() > 1) {
                int equals = word.indexOf('=');
                OptionSpec option = command.getCommandSpec().findOption(equals < 0 ? word : word.substring(0, equals));
                if (option != null) {
                    used.add(option);
                    awaited = equals < 0 && option.arity().min() > 0 ? option : null;
                }
            } else if (subcommand != null && positionals == 0) {
                command = subcommand;
            } else {
                positionals++;
            }
        }

        private @Nullable PositionalParamSpec positional() {
            return command.getCommandSpec().positionalParameters().stream()
                    .filter(parameter -> parameter.index().contains(positionals))
                    .findFirst()
                    .orElse(null);
        }
    }
}
