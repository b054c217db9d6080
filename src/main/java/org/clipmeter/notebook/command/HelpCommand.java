package org.clipmeter.notebook.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code %clip help}: shows the help of a command, or a section of the guide to messages, which is in the jar. */
@Command(
        name = "help",
        description =
                "Shows the help of a command, or what a message means and what to do: a section of TROUBLESHOOTING.md.",
        footer = {"", "Examples:", "  %%clip help", "  %%clip help run", "  %%clip help pairing"})
final class HelpCommand implements Callable<@Nullable Object> {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\n]+)\n(.*?)(?=^## |\\z)");

    private final Cell cell;

    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..*",
            completionCandidates = Sections.class,
            description =
                    "a command such as run or cache clear, or a section such as pairing or hub; without it, all are listed. "
                            + "A name of both is that of the section, which names the command's help.")
    private List<String> words = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    HelpCommand(CommandContext context) {
        this.cell = context.cell();
    }

    /** The names of the sections, for completion. */
    static final class Sections implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return sections().iterator();
        }
    }

    @Override
    public @Nullable Object call() throws IOException {
        String topic = String.join(" ", words).strip().toLowerCase(Locale.ROOT);
        CommandLine command = command(topic);
        String section = section(topic);
        if (topic.isEmpty()) {
            cell.show(Output.text("%clip help COMMAND, with one of these commands; %tifa has its own --help:\n"
                    + String.join("\n", commands())
                    + "\n\n%clip help SECTION, with one of these sections of the guide to messages:\n"
                    + String.join("\n", sections())));
        } else if (section != null) {
            String also = command == null
                    ? ""
                    : "\n\nThe options of the command: "
                            + command.getCommandSpec().qualifiedName() + " --help";
            cell.show(Output.text(section + also));
        } else if (command != null) {
            cell.show(Output.text(command.getUsageMessage().strip()));
        } else {
            List<String> names = Stream.concat(commands().stream(), sections().stream())
                    .distinct()
                    .toList();
            throw new InvalidRequestException("there is no command or section " + OneLine.name(topic, 100)
                    + "; expected one of " + String.join(", ", names) + NearNames.suggestion(topic, names));
        }
        return null;
    }

    private CommandLine clip() {
        return Objects.requireNonNull(spec).parent().commandLine();
    }

    private List<String> commands() {
        return List.copyOf(clip().getSubcommands().keySet());
    }

    /** A command of {@code %clip}, by its words; null if no command has these words. */
    private @Nullable CommandLine command(String topic) {
        CommandLine found = clip();
        for (String word : topic.split("\\s+", -1)) {
            found = found.getSubcommands().get(word);
            if (found == null) {
                return null;
            }
        }
        return found;
    }

    private static List<String> sections() {
        return Arrays.stream(Section.values()).map(Section::anchor).toList();
    }

    /** A section of the guide, with its heading; null if the guide has no such section. */
    private static @Nullable String section(String topic) throws IOException {
        Matcher sections = SECTION.matcher(guide());
        while (sections.find()) {
            if (Section.anchorOf(sections.group(1).strip()).equals(topic.replace(' ', '-'))) {
                return sections.group(1) + "\n\n" + sections.group(2).strip();
            }
        }
        return null;
    }

    private static String guide() throws IOException {
        try (InputStream in = HelpCommand.class.getResourceAsStream("TROUBLESHOOTING.md")) {
            if (in == null) {
                throw new IllegalStateException("TROUBLESHOOTING.md is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
