package org.clipmeter.notebook.command.erasure;

import java.util.concurrent.Callable;
import org.clipmeter.erasure.ConceptImages;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.result.erasure.ErasureOptions;
import org.clipmeter.result.erasure.UaIra;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip erasure ua-ira}: what is seen in the images of an erased model. */
@Command(
        name = "ua-ira",
        description = {
            "Computes UA, IRA and CRA: which concept the loaded model sees in each image.",
            "UA (unlearning accuracy): share of the images whose prompt names the erased concept in which another concept is seen. IRA (in-domain "
                    + "retain accuracy): share of the other images in which the concept of their prompt is seen. CRA (cross-domain retain accuracy): "
                    + "share of all images whose prompt also names a concept of another kind (an object beside a style) in which that one is seen.",
            "Seen is the concept whose sentence has the highest logits_per_image with the image, image by image. With two concepts this is the "
                    + "reference's definition; further concepts make a confusion matrix. Beside it the same is shown with neither as a choice: a sentence "
                    + "without a concept that may be closer still.",
            "Figures are per erasure request (what was erased from the model that drew the image). Of several requests, the mean over requests weights "
                    + "requests and the pooled figure weights images; both are shown. Returns a Table with a row for each request and a pooled one."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip erasure ua-ira results/esd_ua_ira_5631649f --erased circle --retained square",
            "  %%clip erasure ua-ira --target out/circles --retain out/squares --erased circle --retained square",
            "  %%clip erasure ua-ira pictures --erased circle         a folder for each concept: pictures/circle, pictures/star, ...",
            "  %%clip erasure ua-ira list.csv --second object         columns image, prompt, concept, erased, object"
        })
public final class UaIraCommand implements Callable<Table> {
    private static final String MAGIC = "%clip erasure ua-ira";

    private final ErasureSession context;

    @Parameters(
            paramLabel = "PLACE",
            arity = "0..1",
            description =
                    "a run's folder with the folders target and retain, a folder with a folder for each concept, or a list of images "
                            + "with the columns image, prompt and concept and, without --erased, the column erased")
    private @Nullable String place;

    @Option(names = "--target", paramLabel = "IMAGES", description = "images of prompts that name the erased concept")
    private @Nullable String target;

    @Option(names = "--retain", paramLabel = "IMAGES", description = "images of prompts that name the retained concept")
    private @Nullable String retain;

    @Option(names = "--erased", paramLabel = "CONCEPT", description = "the erased concept")
    private @Nullable String erased;

    @Option(
            names = "--retained",
            paramLabel = "CONCEPT",
            description = "the concept of the prompts of the folder retain, or of --retain")
    private @Nullable String retained;

    @Option(
            names = "--second",
            paramLabel = "COLUMN",
            description = "the column of a list that names the concept of another kind, such as object; gives CRA")
    private @Nullable String second;

    @Option(
            names = "--template",
            paramLabel = "SENTENCE",
            defaultValue = "Image of {}",
            description = "the sentence that {} puts a concept into (default: Image of {}, the reference's)")
    private String template = "Image of {}";

    @Option(
            names = "--neither",
            paramLabel = "TEXT",
            defaultValue = "Image",
            description = "the text that stands for none of the concepts (default: Image)")
    private String neither = "Image";

    @Mixin
    private Variable variable = new Variable();

    /** The command in a cell. */
    public UaIraCommand(ErasureSession context) {
        this.context = context;
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        ErasureOptions options = ErasureOptions.defaults()
                .withTemplate(new PromptTemplate(template))
                .withNeither(neither);
        ConceptImages images = images();
        UaIra result = context.compute(MAGIC, options, (meter, with) -> UaIra.of(meter, images, with));
        return context.shown(result, variable);
    }

    private ConceptImages images() {
        if (place != null) {
            if (target != null || retain != null) {
                throw new InvalidRequestException(
                        "ua-ira: " + place + " holds all images; give either a place, or --target and --retain");
            }
            return ConceptImages.at(place, erased, retained, second);
        }
        if (second != null) {
            throw new InvalidRequestException(
                    "ua-ira: the column " + second
                            + " is one of a list of images, but --target and --retain name images without one; leave --second out");
        }
        if (target == null || retain == null) {
            throw new InvalidRequestException(
                    "ua-ira: expected a folder or a list with the images, or --target and --retain, got "
                            + (target == null && retain == null
                                    ? "none"
                                    : target == null ? "--retain alone" : "--target alone"));
        }
        if (erased == null || retained == null) {
            throw new InvalidRequestException(
                    "ua-ira: --target and --retain need --erased CONCEPT and --retained CONCEPT");
        }
        return ConceptImages.of(context.images(target), erased, context.images(retain), retained);
    }
}
