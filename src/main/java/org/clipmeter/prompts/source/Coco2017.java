package org.clipmeter.prompts.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubFile;
import org.clipmeter.hub.HubRepo;
import org.clipmeter.net.NetException;
import org.clipmeter.prompts.IdColumn;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptIds;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;

/**
 * The captions that the CLIP Score of eval-unlearn 1 takes: the first caption of each row of {@code phiyodr/coco2017}, split
 * train, in the rows' order, which is that of the Parquet files by their names. The ids are COCO's image ids.
 */
public final class Coco2017 implements PromptSource {
    public static final String NAME = "coco2017";

    private static final HubRepo REPO = HubRepo.dataset("phiyodr/coco2017");
    private static final String REVISION = "main";
    private static final String ID_COLUMN = "image_id";

    /** A file of the split, as the Hub's data sets name them: its number, and how many there are. */
    private static final Pattern FILE = Pattern.compile("data/train-([0-9]{5})-of-([0-9]{5})[^/]*\\.parquet");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String shortName() {
        return "coco";
    }

    @Override
    public String title() {
        return "COCO 2017";
    }

    @Override
    public String description() {
        return "the first captions of COCO 2017, on the Hub, as in eval-unlearn 1";
    }

    @Override
    public PromptFile read(PromptRequest request) throws IOException {
        HubClient hub = new HubClient(request.hub());
        List<String> files = hub.fileNames(REPO, REVISION).stream()
                .filter(name -> FILE.matcher(name).matches())
                .toList();
        if (files.isEmpty()) {
            throw layout("has no file data/train-00000-of-*.parquet");
        }
        List<Prompt> prompts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        PromptIds first = null;
        int reliable = 0;
        String revision = REVISION;
        int used = 0;
        while (used < files.size() && needsMore(request, prompts, used)) {
            HubFile file = hub.file(REPO, revision, files.get(used++), request.listener());
            revision = file.commit();
            problems.addAll(file.warnings());
            PromptFile read = TifaReader.read(file.path(), ID_COLUMN);
            problems.addAll(read.problems());
            PromptIds ids = read.prompts().ids();
            boolean complete = reliable == prompts.size();
            first = first == null ? ids : first;
            read.prompts().prompts().forEach(prompt -> prompts.add(inCoco(prompt)));
            reliable += complete ? ids.reliable() : 0;
        }
        if (needsMore(request, prompts, used)) {
            requireAll(files);
        }
        if (used < files.size()) {
            problems.add(title() + ": read " + used + " of " + files.size() + " files, which have " + prompts.size()
                    + " prompts; the limit needs no more");
        }
        IdColumn column = Objects.requireNonNull(first).column();
        PromptIds ids = new PromptIds(prompts.stream().map(Prompt::id).toList(), false, reliable, column, Set.of());
        return new PromptFile(new PromptSet(title(), prompts, prompts.size(), null, ids), problems);
    }

    private static boolean needsMore(PromptRequest request, List<Prompt> prompts, int filesUsed) {
        return filesUsed == 0 || request.most() == null || prompts.size() < request.most();
    }

    private static Prompt inCoco(Prompt prompt) {
        return new Prompt(prompt.id(), "coco", prompt.text(), prompt.questions());
    }

    /** The cache may hold fewer files than the repository has, and fewer prompts would be another data set. */
    private static void requireAll(List<String> files) throws NetException {
        Set<String> numbers = files.stream().map(name -> part(name, 1)).collect(Collectors.toSet());
        int count = Integer.parseInt(part(files.get(0), 2));
        if (numbers.size() < count) {
            throw new NetException(
                    NetException.Reason.OFFLINE,
                    "the cache has " + numbers.size() + " of the " + count + " files of " + REPO.id()
                            + ", and the others can't be downloaded now; take fewer prompts, or connect to the network");
        }
    }

    private static String part(String name, int group) {
        Matcher file = FILE.matcher(name);
        return file.matches() ? file.group(group) : "";
    }

    private static NetException layout(String what) {
        return new NetException(
                NetException.Reason.ENTRY_NOT_FOUND,
                REPO.id() + " " + what
                        + "; its files are no longer named as they were; download the data set yourself and "
                        + "give its Parquet file");
    }
}
