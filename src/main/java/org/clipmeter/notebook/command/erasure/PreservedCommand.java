package org.clipmeter.notebook.command.erasure;

import java.util.concurrent.Callable;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.pairs.Images;
import org.clipmeter.result.erasure.ErasureOptions;
import org.clipmeter.result.erasure.Preservation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip erasure preserved}: what of the original's images an erased model has preserved. */
@Command(
        name = "preserved",
        description = {
            "Compares the images of an erased model with those of the original, from their embeddings alone; no prompt is needed.",
            "CLIP-I: mean cosine between the original's and the erased model's image of the same prompt and seed; 1 if nothing changed. Its floor is "
                    + "CLIP-I between two seeds of the original (--seed): images that share nothing but the prompt. With 95 %% BCa bootstrap intervals.",
            "CMMD (Jayasumana et al. 2024): squared maximum mean discrepancy of the embeddings, Gaussian kernel of sigma 10, times 1000, each image "
                    + "compared with itself too. Few images make it too large, so compare it under one n only. The paper uses "
                    + "openai/clip-vit-large-patch14-336.",
            "Images are joined by file name, by the number at its end, by prompt id or by prompt: by the first that is unique in both. "
                    + "Returns a Table with a row for each figure."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip erasure preserved results/sd results/uce",
            "  %%clip erasure preserved results/sd results/uce --seed results/sd_seed1"
        })
public final class PreservedCommand implements Callable<Table> {
    private final ErasureSession context;

    @Parameters(index = "0", paramLabel = "ORIGINAL", description = "images of the original model")
    private String original = "";

    @Parameters(
            index = "1",
            paramLabel = "ERASED",
            description = "images of the erased model, of the same prompts and seeds")
    private String erased = "";

    @Option(
            names = "--seed",
            paramLabel = "IMAGES",
            description = "images of the original model of the same prompts with other seeds; they give the floor")
    private @Nullable String seed;

    @Mixin
    private Variable variable = new Variable();

    /** The command in a cell. */
    public PreservedCommand(ErasureSession context) {
        this.context = context;
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        Images first = context.images(original);
        Images second = context.images(erased);
        Images floor = seed == null ? null : context.images(seed);
        Preservation result = context.compute(
                "%clip erasure preserved",
                ErasureOptions.defaults(), (meter, options) -> Preservation.of(meter, first, second, floor, options));
        return context.shown(result, variable);
    }
}
