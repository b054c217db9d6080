package org.clipmeter.prompts.source;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.hub.PlainDownload;
import org.clipmeter.hub.PlainFile;
import org.clipmeter.net.NetException;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.TifaReader;

/** TIFA v1.0 as its authors publish it: a file of captions, and a larger one of questions. */
public final class TifaV1 implements PromptSource {
    public static final String NAME = "v1.0";

    private static final URI PUBLISHED = URI.create("https://raw.githubusercontent.com/Yushi-Hu/tifa/main/tifa_v1.0/");
    private static final String TITLE = "TIFA v1.0";
    private static final long LARGEST = 64L << 20;

    private final URI folder;

    public TifaV1() {
        this(PUBLISHED);
    }

    /** The same files from another folder, whose address ends in a slash. */
    public TifaV1(URI folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public String description() {
        return "as TIFA's authors publish it";
    }

    /** The captions; if only the questions can't be downloaded, the captions without them and a line that says so. */
    @Override
    public PromptFile read(PromptRequest request) throws IOException {
        PlainDownload download = new PlainDownload(request.hub(), request.hub().ownCacheDir());
        PlainFile texts = download.get(folder.resolve("tifa_v1.0_text_inputs.json"), LARGEST, request.listener());
        if (!request.questions()) {
            return TifaReader.read(texts.path()).named(TITLE, texts.warnings());
        }
        List<String> warnings = new ArrayList<>(texts.warnings());
        try {
            PlainFile answers =
                    download.get(folder.resolve("tifa_v1.0_question_answers.json"), LARGEST, request.listener());
            warnings.addAll(answers.warnings());
            return TifaReader.read(texts.path(), answers.path()).named(TITLE, warnings);
        } catch (NetException e) {
            if (e.reason() == NetException.Reason.INTERRUPTED) {
                throw e;
            }
            warnings.add(TITLE + " without its questions: " + e.getMessage());
            return TifaReader.read(texts.path()).named(TITLE, warnings);
        }
    }
}
