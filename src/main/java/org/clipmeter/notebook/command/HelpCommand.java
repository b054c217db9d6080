package org.clipmeter.notebook.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.Section;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code %clip help}: shows a section of the guide to messages, which is in the jar. */
@Command(
        name = "help",
        description =
                "Shows what a message means and what to do: a section of TROUBLESHOOTING.md, or the list of its sections.",
        footer = {"", "Examples:", "  %%clip help", "  %%clip help pairing"})
final class HelpCommand implements Callable<@Nullable Object> {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\n]+)\n(.*?)(?=^## |\\z)");

    private final Cell cell;

    @Parameters(
            paramLabel = "SECTION",
            arity = "0..1",
            completionCandidates = Sections.class,
            description = "such as pairing, hub or model; without it, the sections are listed")
    private @Nullable String section;

    HelpCommand(CommandContext context) {
        this.cell = context.cell();
    }

    /** The names of the sections, for completion. */
    static final class Sections implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    @Override
    public @Nullable Object call() throws IOException {
        if (section == null) {
            cell.show(Output.text("%clip help SECTION, with one of these sections:\n" + String.join("\n", names())));
            return null;
        }
        String wanted = section.strip().toLowerCase(Locale.ROOT);
        Matcher sections = SECTION.matcher(guide());
        while (sections.find()) {
            if (Section.anchorOf(sections.group(1).strip()).equals(wanted)) {
                cell.show(Output.text(
                        sections.group(1) + "\n\n" + sections.group(2).strip()));
                return null;
            }
        }
        throw new InvalidRequestException("there is no section " + section + "; expected one of "
                + String.join(", ", names()) + NearNames.suggestion(section, names()));
    }

    private static List<String> names() {
        return Arrays.stream(Section.values()).map(Section::anchor).toList();
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
