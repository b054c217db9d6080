package org.clipmeter.notebook.option;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ScoreRun;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.score.ReportedValue;
import org.clipmeter.score.ScoreScale;
import org.clipmeter.table.ScaleTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a package or a paper reports its CLIP Score. */
public final class PresetOptions {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = Preset.Name.class,
            description = {
                "computes what a package or a paper does, by setting the options that are not given, and shows the value on "
                        + "all scales: eval-learn (TIFA's prompts, L/14, mean logits_per_image); eval-unlearn (COCO's captions, B/32, mean 100 x "
                        + "cosine); paper (images <case>_<k>.png of a list of cases, B/32, mean over prompts); hessel "
                        + "(\"A photo depicts {}\", B/32, 2.5 x max(cosine, 0)).",
                "A loaded model stays; without one, the preset's is loaded."
            })
    private @Nullable Preset preset;

    @Option(
            names = "--average",
            paramLabel = "images|prompts",
            converter = Preset.AveragingName.class,
            description =
                    "what the value on all scales is the mean of: images, or prompts, of each prompt's images first")
    private Preset.@Nullable Averaging average;

    /** The preset that was asked for; null if none was. */
    @Nullable
    public Preset preset() {
        return preset;
    }

    /** Shows what the preset set, if one was asked for. */
    public void showSettings(List<String> applied, Cell cell) {
        if (preset != null) {
            cell.show(Output.message(settings(preset, applied)));
        }
    }

    private static String settings(Preset preset, List<String> applied) {
        return "Preset " + preset.typed() + " sets what was not given: "
                + (applied.isEmpty() ? "nothing" : String.join(", ", applied)) + "; the model " + preset.model()
                + " if none is loaded.";
    }

    /**
     * Shows what the preset set and the run on all scales, if a preset or a mean was asked for.
     *
     * @param applied the options that the preset set, as they would be typed
     * @return the run, which states and notes the value
     */
    public ScoreRun shown(ScoreRun run, List<String> applied, Cell cell) {
        if (preset == null && average == null) {
            return run;
        }
        boolean prompts =
                average != null ? average == Preset.Averaging.PROMPTS : preset != null && preset.overPrompts();
        ScoreScale scale = preset == null ? ScoreScale.LOGITS : preset.scale();
        ReportedValue value =
                ReportedValue.of(preset == null ? "" : "preset " + preset.typed(), scale, prompts, run.result());
        String model = run.result().model().name();
        String figure = (preset == null ? "" : "Preset " + preset.typed() + ": ")
                + value
                + (preset == null || preset.model().equals(model)
                        ? ""
                        : "; the model is " + model + ", not the preset's " + preset.model());
        List<String> lines = new ArrayList<>();
        if (preset != null) {
            lines.add(settings(preset, applied));
        }
        lines.add(figure);
        if (preset != null && !preset.literature(model).isEmpty()) {
            lines.add(preset.literature(model));
        }
        cell.show(Output.message(String.join("\n", lines)));
        cell.show(Views.table(ScaleTable.of(run.result())));
        return run.reporting(value).noting(figure);
    }
}
