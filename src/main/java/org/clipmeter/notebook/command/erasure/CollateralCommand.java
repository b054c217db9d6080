package org.clipmeter.notebook.command.erasure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipmeter.ScoreRun;
import org.clipmeter.erasure.PromptConcepts;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.result.erasure.CollateralCurve;
import org.clipmeter.result.erasure.ErasureOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip erasure collateral}: what an erasure did to the scores of other concepts. */
@Command(
        name = "collateral",
        description = {
            "Shows what an erasure did to the scores of other concepts: the mean change of logits_per_image from the original to the erased model over "
                    + "the prompts of each concept (in-prompt score), paired by prompt, as a curve from the erased concept to ever more distant ones. The "
                    + "erased concept should fall and its neighbors should not.",
            "The concept of a prompt is the column concept of the file that --prompts names, or else the one of --concepts that the prompt names as a "
                    + "word. Concepts are ordered by the cosine of their texts with that of the erased one; with --order given, as --concepts lists them.",
            "Returns a Table with a row for each concept."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip erasure collateral sd uce --erased circle --concepts circle,hexagon,square,star",
            "  %%clip erasure collateral sd uce --erased 'Van Gogh' --prompts styles.csv"
        })
public final class CollateralCommand implements Callable<Table> {
    private final ErasureSession context;

    @Parameters(
            index = "0",
            paramLabel = "ORIGINAL",
            description = "the original's run, by name or place, see %%clip runs")
    private String original = "";

    @Parameters(
            index = "1",
            paramLabel = "ERASED",
            description = "the erased model's run, scored with the same prompts")
    private String run = "";

    @Option(names = "--erased", paramLabel = "CONCEPT", required = true, description = "the erased concept")
    private String erased = "";

    @Option(
            names = "--concepts",
            paramLabel = "A,B,...",
            split = ",",
            description = "the concepts that prompts name, the erased one among them")
    private List<String> concepts = new ArrayList<>();

    @Option(names = "--prompts", paramLabel = "FILE", description = "a CSV file of the prompts with a column concept")
    private @Nullable String prompts;

    @Option(
            names = "--order",
            paramLabel = "similarity|given",
            defaultValue = "similarity",
            description = "similarity (default): by the cosine of the texts; given: as --concepts lists them")
    private String order = "similarity";

    @Mixin
    private Variable variable = new Variable();

    /** The command in a cell. */
    public CollateralCommand(ErasureSession context) {
        this.context = context;
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        if (!order.equals("similarity") && !order.equals("given")) {
            throw new InvalidRequestException("collateral: --order: expected similarity or given, got " + order);
        }
        if (prompts == null && concepts.isEmpty()) {
            throw new InvalidRequestException(
                    "collateral: the concepts are not known; give --concepts circle,square,... or --prompts FILE with a column concept");
        }
        if (order.equals("given") && concepts.isEmpty()) {
            throw new InvalidRequestException("collateral: --order given needs --concepts, which gives the order");
        }
        ScoreRun before = context.session().run(original);
        ScoreRun after = context.session().run(run);
        List<Prompt> all = before.result().pairs().pairs().stream()
                .map(pair -> pair.prompt())
                .toList();
        Map<String, String> conceptOf = prompts == null
                ? PromptConcepts.ofWords(concepts, all)
                : PromptConcepts.ofColumn(Path.of(prompts), all);
        CollateralCurve curve = order.equals("given")
                ? CollateralCurve.of(before, after, erased, conceptOf, concepts)
                : context.compute(
                        "%clip erasure collateral",
                        ErasureOptions.defaults(),
                        (meter, options) ->
                                CollateralCurve.bySimilarity(meter, before, after, erased, conceptOf, options));
        return context.shown(curve, variable, after.name() + "_collateral");
    }
}
