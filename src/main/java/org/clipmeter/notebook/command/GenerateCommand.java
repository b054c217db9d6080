package org.clipmeter.notebook.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipmeter.ImageRun;
import org.clipmeter.PromptList;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.generate.GenerateException;
import org.clipmeter.generate.GenerateOptions;
import org.clipmeter.generate.GeneratedImage;
import org.clipmeter.notebook.option.PromptListOptions;
import org.clipmeter.notebook.option.ServiceOptions;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Table;

/** {@code %clip generate}: has a service make images of prompts. */
@Command(
        name = "generate",
        description = {
            "Has a running text-to-image service make an image of each prompt, into a folder for %%clip score: the Stable "
                    + "Diffusion web UI, services that answer like OpenAI's, ComfyUI, or Hugging Face's inference endpoints. "
                    + "Returns a Table with a row for each image.",
            "The request and the answer are recorded beside each image, and a manifest.csv states whose prompt it is. Run the "
                    + "cell again to continue after an interrupt, and to try again what failed. Keys come from the environment "
                    + "only, and are never shown or recorded."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip generate --endpoint http://127.0.0.1:7860/sdapi/v1/txt2img --limit 60 --seed 1 --out sd",
            "  %%clip generate --endpoint https://api.openai.com/v1/images/generations --model dall-e-3 --out dalle",
            "  %%clip generate --endpoint http://127.0.0.1:8188 --workflow sd15.json --prompt-node 6 --seed-node 3 --out comfy",
            "  %%clip generate --endpoint https://router.huggingface.co/hf-inference --model owner/name --out hf",
            "  %%clip generate ... --set steps=20 --set negative_prompt=blurry --dry-run"
        })
final class GenerateCommand implements Callable<Table> {
    private static final int SHOWN = 6;

    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;
    private final ChosenPrompts chosen;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "where the images go; created if necessary")
    private Path out = Path.of("");

    @Mixin
    private PromptListOptions list = new PromptListOptions();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--dry-run", description = "shows the first request, and sends and writes nothing")
    private boolean dryRun;

    @Mixin
    private Variable variable = new Variable();

    GenerateCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
        this.assigned = context.assigned();
        this.chosen = new ChosenPrompts(context);
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        try {
            GenerateOptions options = service.options();
            PromptSet wanted = chosen.choose(list);
            if (dryRun) {
                cell.show(Output.text(ImageRun.preview(wanted, out, options).toString()));
                return variable.bind(
                        cell, PromptList.of(new PromptFile(wanted, List.of())).table());
            }
            return generate(wanted, options);
        } catch (GenerateException e) {
            throw new AdvisedException(e, ServiceOptions.advice(e.reason()));
        } catch (InvalidRequestException e) {
            throw e.section().filter(Section.GENERATE::equals).isEmpty()
                    ? e
                    : new InvalidRequestException(
                            Section.GENERATE, e.getMessage() + " (%clip generate --help lists the options)", e);
        }
    }

    private Table generate(PromptSet wanted, GenerateOptions options) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        ImageRun done = session.job()
                .of("%clip generate", " to continue from there")
                .run(bar, cancelled -> {
                    begin(bar);
                    return ImageRun.generate(
                            wanted, out, options, (made, total, waiting) -> show(bar, made, total, waiting), cancelled);
                });
        long kept = done.made().stream().filter(GeneratedImage.Made::kept).count();
        long toMake = done.images().size() - kept;
        bar.finish(
                toMake == 0
                        ? "all " + kept + " images were in the folder already"
                        : String.format(
                                Locale.ROOT,
                                "%d of %d images made in %.1f s",
                                done.made().size() - kept,
                                toMake,
                                done.seconds()));
        String name = variable.name() == null ? assigned : variable.name();
        ImageRun run = done.named(session.keep(done, name == null ? out.getFileName() + "_images" : name));
        Views.show(run, cell);
        if (!run.made().isEmpty()) {
            cell.show(Views.pictures(run.made().stream()
                    .limit(SHOWN)
                    .map(image -> Map.entry(image.file(), image.prompt().text()))
                    .toList()));
        }
        return variable.bind(cell, run.table());
    }

    private static void begin(ProgressBar bar) {
        bar.stage("Generating", "images", "generating");
    }

    private static void show(ProgressBar bar, int made, int total, String waiting) {
        if (!waiting.isEmpty()) {
            bar.note(waiting);
            begin(bar);
        } else if (total > 0) {
            bar.update(made, total);
        }
    }
}
