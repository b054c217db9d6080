package org.clipmeter.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.notebook.command.CommandContext;
import org.clipmeter.notebook.command.Commands;
import org.clipmeter.notebook.command.TextCommand;
import org.clipmeter.notebook.session.MagicExecution;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.JavaVariable;
import org.clipmeter.notebook.view.NoCell;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs magics by name: reads their arguments, runs their command and turns errors into one line. */
public final class Magics {
    private final Session session;

    public Magics() {
        this(Session.current());
    }

    /** Creates the magics of a session. */
    public Magics(Session session) {
        this.session = session;
    }

    /** The names of all magics. */
    public static List<String> names() {
        return Commands.magics();
    }

    /** Runs a line magic; see {@link #run(String, List, String, Cell)}. */
    public @Nullable Object run(String name, List<String> given, Cell cell) {
        return run(name, given, null, cell);
    }

    /**
     * Runs a magic.
     *
     * @param name one of {@link #names}
     * @param given the arguments of its line as the kernel split them
     * @param body the lines below that of a cell magic: a {@link TextCommand} takes them as they are, for other commands they are
     *     further arguments; null for a line magic
     * @return the value of the cell's expression; null if the magic only shows something
     * @throws NotebookError for every failure, and if the cell was interrupted
     */
    public @Nullable Object run(String name, List<String> given, @Nullable String body, Cell cell) {
        String magic = "%" + name;
        Variables variables = null;
        try (MagicExecution execution = session.job().begin()) {
            execution.check();
            String source = cell.source();
            Variables found = new Variables(session, cell, local -> isLocal(source, name, given, local));
            variables = found;
            CommandContext context = new CommandContext(
                    session, new Stoppable(cell, execution), Assignment.of(name, given, source), found.objects(), body);
            CommandLine root = Commands.line(name, context);
            List<String> args = found.fill(arguments(root, name, given, body, source));
            magic = called(root, args).getCommandSpec().qualifiedName();
            found.check(magic);
            ParseResult parsed = root.parseArgs(args.toArray(String[]::new));
            List<String> placed = found.place(magic, parsed, args);
            if (!placed.equals(args)) {
                parsed = Commands.line(name, context).parseArgs(placed.toArray(String[]::new));
            }
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
            execution.check();
            return value;
        } catch (ParameterException e) {
            NotebookError error = NotebookError.of(Slips.explain(e));
            throw variables == null ? error : variables.explained(error);
        } catch (CancellationException e) {
            throw NotebookError.cancelled(magic, e, "");
        } catch (Throwable e) {
            NotebookError error = NotebookError.from(magic, e);
            throw variables == null ? error : variables.explained(error);
        }
    }

    private static boolean isLocal(@Nullable String source, String magic, List<String> given, String name) {
        return source != null && LocalVariables.declare(source, magic, given, name);
    }

    private static List<String> arguments(
            CommandLine root, String name, List<String> given, @Nullable String body, @Nullable String source) {
        if (body == null) {
            return Arguments.of(name, given, source);
        }
        String firstLine = source == null ? null : source.lines().findFirst().orElse("");
        List<String> ofLine = Arguments.of(name, given, firstLine);
        if (called(root, ofLine).getCommand() instanceof TextCommand) {
            return ofLine;
        }
        return Arguments.of(name, withBody(given, body), source);
    }

    /** The arguments of a cell magic: first those of its first line, then those of its body. */
    static List<String> withBody(List<String> args, String body) {
        List<String> all = new ArrayList<>(args);
        ArgumentWord.split(body).stream().map(ArgumentWord::text).forEach(all::add);
        return all;
    }

    /** The command that words call, with its subcommand. */
    private static CommandLine called(CommandLine root, List<String> words) {
        CommandLine command = root;
        for (String word : words) {
            CommandLine subcommand = command.getSubcommands().get(word);
            if (subcommand == null) {
                break;
            }
            command = subcommand;
        }
        return command;
    }

    /**
     * The values that arguments can be chosen from.
     *
     * @param variables the names of the kernel's variables
     */
    public Candidates candidates(HubSettings hub, Supplier<List<String>> variables) {
        return new Candidates(session, hub, variables);
    }

    /** Asks the running magics to stop soon. Returns false if none is running or all were already asked. */
    public boolean stop() {
        return session.job().stop();
    }

    /** Ends the progress bars of magics that were asked to stop. */
    public void endBars() {
        session.job().endBars();
    }

    /**
     * Sets whether the next magics stop as soon as they begin, because the cell was interrupted before it reached them.
     */
    public void stopNext(boolean interrupted) {
        session.job().stopNext(interrupted);
    }

    /** Waits until the magics that were asked to stop have ended; returns false if the time runs out. */
    public boolean awaitStopped(long millis) throws InterruptedException {
        return session.job().awaitStopped(millis);
    }

    /** A magic's commands and options, for completion and inspection. */
    public CommandLine commandLine(String name) {
        return Commands.line(name, new CommandContext(session, NoCell.CELL, null, Map.of(), null));
    }

    /** A cell that ignores output and declarations of its magic after the magic was asked to stop. */
    private record Stoppable(Cell cell, MagicExecution execution) implements Cell {
        @Override
        public @Nullable String source() {
            return cell.source();
        }

        @Override
        public void show(Output output) {
            execution.check();
            cell.show(output);
        }

        @Override
        public Updatable open(Output output) {
            execution.check();
            return cell.open(output);
        }

        @Override
        public void bind(String name, Class<?> type, Object value) {
            execution.check();
            cell.bind(name, type, value);
        }

        @Override
        public JavaVariable variable(String name) {
            return cell.variable(name);
        }
    }
}
