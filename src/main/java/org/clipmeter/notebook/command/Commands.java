package org.clipmeter.notebook.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.clipmeter.notebook.command.agreement.MatchCommand;
import org.clipmeter.notebook.command.attack.AttackCommand;
import org.clipmeter.notebook.command.cache.CacheCommand;
import org.clipmeter.notebook.command.course.CheckCommand;
import org.clipmeter.notebook.command.erasure.AsrCommand;
import org.clipmeter.notebook.command.erasure.CollateralCommand;
import org.clipmeter.notebook.command.erasure.CompareTechniquesCommand;
import org.clipmeter.notebook.command.erasure.ErasureCommand;
import org.clipmeter.notebook.command.erasure.ErasureSession;
import org.clipmeter.notebook.command.erasure.ErrCommand;
import org.clipmeter.notebook.command.erasure.PreservedCommand;
import org.clipmeter.notebook.command.erasure.UaIraCommand;
import org.clipmeter.notebook.command.explain.ExplainCommand;
import org.clipmeter.notebook.command.models.ModelsCommand;
import org.clipmeter.notebook.command.shapes.EraseCommand;
import org.clipmeter.notebook.command.shapes.ShapesCommand;
import org.clipmeter.notebook.command.stored.CiteCommand;
import org.clipmeter.notebook.command.stored.LoadCommand;
import org.clipmeter.notebook.option.SourceWords;
import org.clipmeter.notebook.session.NotebookError;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All magics and their subcommands. Help, completion and their tests read this list: a new subcommand is a class with
 * picocli's annotations and a line here.
 */
public final class Commands {
    private static final int HELP_WIDTH = 100;

    private static final List<Magic> MAGICS = List.of(
            new Magic("tifa", command(TifaCommand::new, command(TifaCommand.Questions::new))),
            new Magic(
                    "shapes",
                    command(
                            Commands::shapes,
                            command(context -> new ShapesCommand.Draw(context.session(), context.cell())),
                            command(context -> new EraseCommand(context.session(), context.cell(), context.assigned())),
                            command(context ->
                                    new AttackCommand(context.session(), context.cell(), context.assigned())),
                            command(context -> new ShapesCommand.Techniques(context.cell())))),
            new Magic(
                    "clip",
                    command(
                            ClipCommand::new,
                            command(context -> new ModelsCommand(context.session(), context.cell())),
                            command(ModelCommand::new),
                            command(TifaCommand.Prompts::new),
                            command(ScoreCommand::new),
                            command(context -> new MatchCommand(
                                    context.session(), context.cell(), context.assigned(), context.objects())),
                            command(CompareCommand::new),
                            command(GenerateCommand::new),
                            command(
                                    context -> new CacheCommand(context.session(), context.cell()),
                                    command(context -> new CacheCommand.Clear(context.session(), context.cell()))),
                            command(PlotCommand::new),
                            command(GalleryCommand::new),
                            command(context ->
                                    new ExplainCommand(context.session(), context.cell(), context.assigned())),
                            command(ReportCommand::new),
                            command(RunCommand::new),
                            command(
                                    context -> new ErasureCommand(erasure(context)),
                                    command(context -> new UaIraCommand(erasure(context))),
                                    command(context -> new AsrCommand(erasure(context))),
                                    command(context -> new ErrCommand(erasure(context))),
                                    command(context -> new PreservedCommand(erasure(context))),
                                    command(context -> new CollateralCommand(erasure(context))),
                                    command(context -> new CompareTechniquesCommand(erasure(context)))),
                            command(context -> new CheckCommand(context.session(), context.cell())),
                            command(RunsCommand::new),
                            command(ExportCommand::new),
                            command(context -> new LoadCommand(context.session(), context.cell(), context.assigned())),
                            command(context -> new CiteCommand(context.session(), context.cell())),
                            command(HelpCommand::new))));

    private Commands() {}

    private static ShapesCommand shapes(CommandContext context) {
        return new ShapesCommand(
                context.session(), context.cell(), context.assigned(), new ChosenPrompts(context)::choose);
    }

    /** A magic under the name that the kernel calls it by. */
    private record Magic(String name, Command command) {}

    /** A command with its subcommands; its name and its help are those of its class's annotation. */
    private record Command(Function<CommandContext, Callable<?>> make, List<Command> subcommands) {
        CommandLine line(CommandContext context) {
            CommandLine line = new CommandLine(make.apply(context));
            line.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("shows this help")
                            .build());
            subcommands.forEach(subcommand -> line.addSubcommand(subcommand.line(context)));
            return line;
        }
    }

    private static Command command(Function<CommandContext, Callable<?>> make, Command... subcommands) {
        return new Command(make, List.of(subcommands));
    }

    private static ErasureSession erasure(CommandContext context) {
        return new ErasureSession(context.session(), context.cell(), context.assigned(), context.objects());
    }

    /** The names of all magics, without {@code %}. */
    public static List<String> magics() {
        return MAGICS.stream().map(Magic::name).toList();
    }

    /**
     * A magic with its subcommands and options, ready to parse the arguments of one cell.
     *
     * @throws NotebookError if there is no such magic
     */
    public static CommandLine line(String magic, CommandContext context) {
        for (Magic known : MAGICS) {
            if (known.name().equals(magic)) {
                return known.command()
                        .line(context)
                        .setResourceBundle(new SourceWords())
                        .setUsageHelpWidth(HELP_WIDTH)
                        .setExpandAtFiles(false);
            }
        }
        List<String> names = magics().stream().map(name -> "%" + name).toList();
        throw NotebookError.of("%" + magic + " is not a magic; expected " + String.join(" or ", names));
    }
}
