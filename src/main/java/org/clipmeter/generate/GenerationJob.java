package org.clipmeter.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.OutputLock;
import org.clipmeter.generate.GenerateException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.clipmeter.pairs.list.PictureList;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/** Has the images of prompts made, one request after the other, and goes on where an earlier run into the folder ended. */
public final class GenerationJob {
    /** So many prompts in a row without an image, moderation aside, mean that the service does not work. */
    private static final int MOST_FAILURES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final GenerateOptions options;
    private final Map<String, String> env;
    private final Credentials key;
    private final Generator generator;
    private final Retry retry;
    private final OutputFolder folder;
    private final List<WantedImage> wanted;

    private GenerationJob(
            PromptSet prompts, Path place, GenerateOptions options, Map<String, String> env, Duration firstPause)
            throws IOException {
        this.options = options;
        this.env = env;
        this.generator = Generator.of(options);
        this.key = Credentials.of(options, env);
        this.retry = new Retry(options.attempts(), firstPause, LONGEST_PAUSE);
        this.folder = new OutputFolder(place, options.apiInUse(), generator);
        this.wanted = wanted(prompts);
    }

    /**
     * Prepares a run: reads the workflow and the key. Nothing is sent or written.
     *
     * @param env the environment, which holds the key
     * @throws IOException if the workflow can't be used, or the key would go unencrypted
     * @throws InvalidRequestException if options exclude each other, or a prompt's id can't be a file name
     */
    public static GenerationJob of(PromptSet prompts, Path place, GenerateOptions options, Map<String, String> env)
            throws IOException {
        return of(prompts, place, options, env, FIRST_PAUSE);
    }

    /** The same with another pause before the second attempt of a request; each further pause is twice as long. */
    static GenerationJob of(
            PromptSet prompts, Path place, GenerateOptions options, Map<String, String> env, Duration firstPause)
            throws IOException {
        return new GenerationJob(prompts, place, options, env, firstPause);
    }

    private List<WantedImage> wanted(PromptSet prompts) {
        if (prompts.size() == 0) {
            throw new InvalidRequestException("there are no prompts; expected at least one");
        }
        Set<String> ids = new HashSet<>();
        List<WantedImage> images = new ArrayList<>();
        for (Prompt prompt : prompts.prompts()) {
            PictureList.checkId(prompt);
            if (!ids.add(prompt.id().toLowerCase(Locale.ROOT))) {
                throw new InvalidRequestException("several prompts have the id " + OneLine.name(prompt.id(), 100)
                        + ", after which their images are named; make the ids unique");
            }
            for (int sample = 0; sample < options.imagesPerPrompt(); sample++) {
                Long seed = generator.takesSeed() ? Long.valueOf(firstSeed(prompt) + sample) : null;
                images.add(new WantedImage(prompt, sample, seed, generator.request(prompt.text(), seed)));
            }
        }
        return images;
    }

    /** The seed that was asked for, otherwise that of the prompt's file, otherwise 0. */
    private long firstSeed(Prompt prompt) {
        Long asked = options.seed() == null ? prompt.seed() : options.seed();
        return asked == null ? 0 : asked;
    }

    private Map<Integer, GeneratedImage.Made> existing() throws IOException {
        return folder.existing(wanted, options.existing() == GenerateOptions.Existing.REPLACED);
    }

    /**
     * What the run would do.
     *
     * @throws IOException if the folder has other images
     */
    public GenerationPreview preview() throws IOException {
        Map<Integer, GeneratedImage.Made> existing = existing();
        int toMake = wanted.size() - existing.size();
        String first = "";
        for (int i = 0; i < wanted.size() && first.isEmpty(); i++) {
            if (!existing.containsKey(i)) {
                first = described(wanted.get(i));
            }
        }
        return new GenerationPreview(toMake, existing.size(), first);
    }

    private String described(WantedImage image) {
        try {
            return "POST " + generator.address() + "\nContent-Type: application/json\nAuthorization: " + key.described()
                    + "\n\n" + new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(image.request());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is not JSON", e);
        }
    }

    /**
     * Makes the images that are not there yet.
     *
     * @param cancelled polled all the time; what is complete then stays
     * @return what became of each image, in the order of the prompts
     * @throws IOException if the service can't be used, a file can't be written, the folder has other images, or another run makes
     *     images into it; what is complete stays
     * @throws CancellationException if {@code cancelled} turned true
     */
    public List<GeneratedImage> run(GenerateListener listener, BooleanSupplier cancelled) throws IOException {
        OutputLock lock = folder.lock();
        try {
            return run(existing(), listener, cancelled);
        } finally {
            lock.close();
        }
    }

    private List<GeneratedImage> run(
            Map<Integer, GeneratedImage.Made> existing, GenerateListener listener, BooleanSupplier cancelled)
            throws IOException {
        int total = wanted.size() - existing.size();
        int[] done = {0};
        Service service =
                new Service(options, env, key, retry, why -> listener.progress(done[0], total, why), cancelled);
        PictureList list = folder.list(wanted, existing);
        List<GeneratedImage> images = new ArrayList<>();
        int present = existing.size();
        int failuresInARow = 0;
        listener.progress(0, total, "");
        for (int i = 0; i < wanted.size(); i++) {
            GeneratedImage image = existing.get(i);
            if (image == null) {
                if (cancelled.getAsBoolean()) {
                    throw cancelledAt(present);
                }
                WantedImage next = wanted.get(i);
                try {
                    image = make(next, service, list);
                    present++;
                    failuresInARow = 0;
                } catch (CancellationException e) {
                    throw cancelledAt(present);
                } catch (NetException | GenerateException e) {
                    image = failed(next, e, present);
                    boolean moderated = ((GeneratedImage.Failed) image).moderated();
                    failuresInARow += moderated ? 0 : 1;
                    if (failuresInARow == MOST_FAILURES) {
                        throw stopped(e, present);
                    }
                }
                done[0]++;
                listener.progress(done[0], total, "");
            }
            images.add(image);
        }
        return List.copyOf(images);
    }

    private GeneratedImage make(WantedImage next, Service service, PictureList list) throws IOException {
        ImageRecord record = folder.record(next);
        long began = System.nanoTime();
        ImageAnswer answer = generator.send(next.request(), service);
        double seconds = (System.nanoTime() - began) / 1e9;
        RgbImage decoded = decoded(answer.image());
        Path file = folder.imageFile(next, ImageDecoder.ending(answer.image()).orElseThrow());
        String revised = answer.revisedPrompt();
        GeneratedImage.Made made = new GeneratedImage.Made(
                next.prompt(),
                next.sample(),
                next.seed(),
                file,
                false,
                decoded.width(),
                decoded.height(),
                flags(next, decoded, revised),
                revised,
                answer.model(),
                seconds);
        record.answered(String.valueOf(file.getFileName()), answer, made);
        folder.write(next, record, file, answer.image());
        list.add(String.valueOf(file.getFileName()), next.prompt());
        list.write();
        return made;
    }

    private static RgbImage decoded(byte[] image) throws GenerateException {
        RgbImage decoded;
        try {
            decoded = ImageDecoder.decode(image, "the image in the answer");
        } catch (IOException e) {
            throw new GenerateException(Reason.BAD_ANSWER, String.valueOf(e.getMessage()), e);
        }
        if (decoded.damaged()) {
            throw new GenerateException(Reason.BAD_ANSWER, "the image in the answer is damaged");
        }
        return decoded;
    }

    private List<String> flags(WantedImage next, RgbImage image, @Nullable String revised) {
        List<String> flags = new ArrayList<>();
        if (revised != null && !revised.strip().equals(next.prompt().text().strip())) {
            flags.add("revised_prompt");
        }
        if (image.isAllBlack()) {
            flags.add("all_black");
        }
        String size = image.width() + "x" + image.height();
        if (options.size() != null && !size.equals(options.size())) {
            flags.add("other_size");
        }
        return flags;
    }

    /** Records the failure of one prompt; throws what concerns the others too. */
    private GeneratedImage.Failed failed(WantedImage next, ClipmeterException e, int present) throws IOException {
        boolean ofOne = e instanceof GenerateException refusal && refusal.isOfOnePrompt()
                || e instanceof NetException server && server.reason() == NetException.Reason.SERVER;
        if (!ofOne) {
            throw stopped(e, present);
        }
        String reason = key.hide(e.getMessage());
        ImageRecord record = folder.record(next);
        record.failed(reason);
        folder.writeFailure(next, record);
        boolean moderated = e instanceof GenerateException refusal && refusal.reason() == Reason.MODERATED;
        return new GeneratedImage.Failed(next.prompt(), next.sample(), next.seed(), moderated, reason);
    }

    private GenerateException stopped(ClipmeterException e, int present) {
        Reason reason = e instanceof GenerateException refusal ? refusal.reason() : Reason.UNAVAILABLE;
        return new GenerateException(
                reason,
                "stopped with " + present + " of " + OutputFolder.count(wanted.size(), "image") + " in the folder: "
                        + key.hide(Objects.requireNonNullElse(e.getMessage(), e.toString())),
                e);
    }

    private CancellationException cancelledAt(int present) {
        return new CancellationException(
                "cancelled with " + present + " of " + OutputFolder.count(wanted.size(), "image") + " in the folder");
    }
}
