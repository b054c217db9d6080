package org.clipmeter.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.clipmeter.hub.HubSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The magics by name: their arguments are read, their command is run, their errors become one line. */
public final class Magics {
    private static final int HELP_WIDTH = 100;

    private final Session session;

    public Magics() {
        this(Session.current());
    }

    Magics(Session session) {
        this.session = session;
    }

    /** The names of all magics. */
    public static List<String> names() {
        return List.of("tifa", "clip");
    }

    /** A cell magic's arguments: those of its first line, then those of its body. */
    public static List<String> withBody(List<String> args, String body) {
        List<String> all = new ArrayList<>(args);
        Word.split(body).stream().map(Word::text).forEach(all::add);
        return all;
    }

    /**
     * Runs a magic.
     *
     * @param name one of {@link #names}
     * @param given its arguments as the kernel split them
     * @return what the cell's expression becomes; null where the magic only shows something
     * @throws NotebookError in place of every failure, and when the cell was interrupted
     */
    public @Nullable Object run(String name, List<String> given, Cell cell) {
        String magic = "%" + name;
        try (Job.Turn turn = session.job().begin()) {
            turn.check();
            String source = cell.source();
            CommandLine root = commandLine(name, new Stoppable(cell, turn), Assignment.of(name, given, source));
            List<String> args = Arguments.of(name, given, source);
            ParseResult parsed = root.parseArgs(args.toArray(String[]::new));
            List<CommandLine> chain = parsed.asCommandLineList();
            CommandLine last = chain.get(chain.size() - 1);
            if (last.isUsageHelpRequested()) {
                cell.show(Output.text(last.getUsageMessage().strip()));
                return null;
            }
            if (last.isVersionHelpRequested()) {
                cell.show(Output.text(String.join("\n", last.getCommandSpec().version())));
                return null;
            }
            magic = last.getCommandSpec().qualifiedName();
            Object value = ((Callable<?>) last.getCommand()).call();
            turn.check();
            return value;
        } catch (ParameterException e) {
            throw NotebookError.of(explain(e));
        } catch (CancellationException e) {
            throw NotebookError.cancelled(magic, e, "");
        } catch (Throwable e) {
            throw NotebookError.from(magic, e);
        }
    }

    /** What arguments can be chosen from. */
    Candidates candidates(HubSettings hub) {
        return new Candidates(session, hub);
    }

    /** Asks the magics that run to stop soon; false where there is none that was not asked before. */
    boolean stop() {
        return session.job().stop();
    }

    /** Ends what magics that were asked to stop have shown of their progress. */
    void endBars() {
        session.job().endBars();
    }

    /** Whether the next magics are to stop as they begin: the cell was interrupted before it came to them. */
    void stopNext(boolean interrupted) {
        session.job().stopNext(interrupted);
    }

    /** Waits until the magics that were asked to stop have done so; false after that time. */
    boolean awaitStopped(long millis) throws InterruptedException {
        return session.job().awaitStopped(millis);
    }

    /** A magic's commands and options, to look at. */
    CommandLine commandLine(String name) {
        return commandLine(name, Nowhere.CELL, null);
    }

    /** A cell whose magic shows and declares nothing more once it was asked to stop. */
    private record Stoppable(Cell cell, Job.Turn turn) implements Cell {
        @Override
        public @Nullable String source() {
            return cell.source();
        }

        @Override
        public void show(Output output) {
            turn.check();
            cell.show(output);
        }

        @Override
        public Updatable open(Output output) {
            turn.check();
            return cell.open(output);
        }

        @Override
        public void bind(String name, Class<?> type, Object value) {
            turn.check();
            cell.bind(name, type, value);
        }
    }

    private CommandLine commandLine(String name, Cell cell, @Nullable String assigned) {
        CommandLine line =
                switch (name) {
                    case "tifa" -> {
                        TifaCommand tifa = new TifaCommand(session, cell);
                        yield new CommandLine(tifa).addSubcommand(new TifaCommand.Questions(tifa));
                    }
                    case "clip" ->
                        new CommandLine(new ClipCommand(cell))
                                .addSubcommand(new ClipCommand.Models(session, cell))
                                .addSubcommand(new ClipCommand.Model(session, cell))
                                .addSubcommand(new ScoreCommand(session, cell, assigned))
                                .addSubcommand(new CompareCommand(session, cell))
                                .addSubcommand(new CommandLine(new CacheCommand(session, cell))
                                        .addSubcommand(new CacheCommand.Clear(session, cell)))
                                .addSubcommand(new PlotCommand(session, cell))
                                .addSubcommand(new GalleryCommand(session, cell))
                                .addSubcommand(new RunsCommand(session, cell))
                                .addSubcommand(new ExportCommand(session, cell));
                    default -> throw NotebookError.of("%" + name + ": no such magic; there are %tifa and %clip");
                };
        addHelp(line);
        return line.setUsageHelpWidth(HELP_WIDTH).setExpandAtFiles(false);
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("shows this")
                        .build());
        line.getSubcommands().values().forEach(Magics::addHelp);
    }

    private static String explain(ParameterException e) {
        String magic = e.getCommandLine().getCommandSpec().qualifiedName();
        return magic + ": " + problem(e) + "\nSee " + magic + " --help";
    }

    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            String what = first.startsWith("-")
                    ? "unknown option "
                    : e.getCommandLine().getSubcommands().isEmpty() ? "unexpected argument " : "unknown subcommand ";
            boolean withoutDashes = e.getCommandLine().getCommandSpec().findOption("--" + first) != null;
            List<String> near = withoutDashes
                    ? List.of("--" + first)
                    : unmatched.getSuggestions().stream()
                            .limit(2)
                            .map(Magics::bare)
                            .toList();
            return what + first + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
        }
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    /** picocli suggests an option together with the name of its value. */
    private static String bare(String suggestion) {
        return suggestion.replaceFirst("[= ].*", "");
    }
}
