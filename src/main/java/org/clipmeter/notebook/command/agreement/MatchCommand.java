package org.clipmeter.notebook.command.agreement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.clipmeter.ClipMeter;
import org.clipmeter.image.decode.Format;
import org.clipmeter.match.ModelMatch;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Images;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.result.match.Match;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip match}: compares images with texts. */
@Command(
        name = "match",
        description = {
            "Compares images with texts that are given: which text fits an image best. Shows a summary and returns a Table with "
                    + "a row for each image and text: logits_per_image, cosine_similarity, and softmax, the share of the text "
                    + "among all texts of its image. Long texts are cut.",
            "The first argument is an image, a folder or a pattern; of the others, those that end like an image file (.png, "
                    + ".jpg ...) are images, and the rest are texts.",
            "SigLIP gives each image and text a probability of their own, the sigmoid of its logit: the table has it in place "
                    + "of the softmax.",
            "Logits and cosines of different models are not comparable: the same images give a cosine of 0.22 with one of "
                    + "OpenAI's models and of 0.28 with another. Which text comes first is comparable."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip match cat.jpg \"a photo of a cat\" \"a photo of a dog\"",
            "  %%clip match out/a.png out/b.png \"a red cube\" \"a blue cube\" --models B/32,L/14"
        })
public final class MatchCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;
    private final Map<String, Object> objects;

    @Parameters(
            paramLabel = "IMAGE|TEXT",
            arity = "1..*",
            description = "an image, a folder or a pattern, then more images and the texts, in quotes")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--models",
            paramLabel = "MODEL,...",
            split = ",",
            description = "the models, with commas between them (default: the model in use)")
    private List<String> models = new ArrayList<>();

    @Mixin
    private Variable variable = new Variable();

    /**
     * @param assigned the variable that the cell assigns the command's value to; null if it is not known
     * @param objects the images among the arguments, by their references
     */
    public MatchCommand(Session session, Cell cell, @Nullable String assigned, Map<String, Object> objects) {
        this.session = session;
        this.cell = cell;
        this.assigned = assigned;
        this.objects = objects;
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        List<Path> images = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (String argument : arguments) {
            boolean isImage = images.isEmpty()
                    || objects.get(argument) instanceof Images
                    || Format.ofEnding(argument).isPresent();
            if (isImage) {
                images.addAll(files(argument));
            } else {
                texts.add(argument);
            }
        }
        if (texts.isEmpty()) {
            throw NotebookError.of("%clip match: expected an image and the texts to compare it with, got "
                    + String.join(" ", arguments)
                    + "; put each text in quotes: %clip match cat.jpg \"a cat\" \"a dog\"");
        }
        ModelMatch.check(images, texts); // before a model is loaded
        if (!models.isEmpty()) {
            SessionModels.check(models);
            texts.forEach(text -> SessionModels.requireNoModel("%clip match", "a text", text));
        }
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        Match match = session.job()
                .of("%clip match", "")
                .run(bar, cancelled -> match(images, texts, bar, downloads, cancelled));
        bar.finish(finished(match, downloads.sum()));
        session.keep(match, variable.name() == null ? assigned : variable.name());
        Views.show(match, cell);
        return variable.bind(cell, match.table());
    }

    private static String finished(Match match, String downloaded) {
        int pairs = match.overview().total();
        return "compared " + pairs + (pairs == 1 ? " pair" : " pairs") + " of an image and a text"
                + (downloaded.isEmpty() ? "" : "; " + downloaded);
    }

    private List<Path> files(String argument) {
        if (objects.get(argument) instanceof Images given) {
            return paths(given);
        }
        Path path = ModelSource.path(argument);
        boolean one = Format.ofEnding(argument).isPresent() && argument.indexOf('*') < 0;
        return one || path.toFile().isFile() ? List.of(path) : paths(Images.at(argument));
    }

    private static List<Path> paths(Images images) {
        return images.files().stream().map(ImageFile::path).toList();
    }

    private Match match(
            List<Path> images, List<String> texts, ProgressBar bar, Downloads downloads, BooleanSupplier cancelled)
            throws IOException {
        if (models.isEmpty()) {
            if (session.loaded() == null) {
                bar.note("loading the model");
            }
            ClipMeter meter = session.meter(downloads.listener(cancelled));
            bar.note("comparing with " + meter.name());
            return Match.of(meter, images, texts, cancelled);
        }
        SessionModels loader = new SessionModels(session, ImageRules.defaults(), downloads.listener(cancelled));
        List<Match> matches = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        @Nullable IOException first = null;
        for (String name : models) {
            bar.note("loading " + name);
            ClipMeter model;
            try {
                model = loader.load(name.strip());
            } catch (IOException e) {
                first = first == null ? e : first;
                notes.add("without " + name.strip() + ": " + e.getMessage());
                continue;
            }
            bar.note("comparing with " + name.strip());
            try {
                matches.add(Match.of(model, images, texts, cancelled));
            } finally {
                loader.release(model);
            }
        }
        if (matches.isEmpty() && first != null) {
            throw first;
        }
        return Match.joined(matches, notes);
    }
}
