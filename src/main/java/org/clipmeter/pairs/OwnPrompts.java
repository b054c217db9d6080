package org.clipmeter.pairs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.pairs.names.KnownIds;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/** Images that come with their prompts' texts, as a manifest states them. */
final class OwnPrompts {
    private final Images images;
    private final @Nullable PromptSet promptSet;

    OwnPrompts(Images images, @Nullable PromptSet promptSet) {
        this.images = images;
        this.promptSet = promptSet;
    }

    /** Joins each image to its own prompt, or to the given one that has its id or its text. */
    Pairs join() {
        if (images.files().isEmpty()) {
            throw Pairing.noImage(images);
        }
        List<Prompt> prompts = promptSet == null ? List.of() : promptSet.prompts();
        Map<String, Integer> byText = new HashMap<>();
        List<String> ids = prompts.stream().map(Prompt::id).toList();
        KnownIds known = new KnownIds(ids, FileKinds::isPicture);
        List<String> others = new ArrayList<>();
        KnownIds all = promptSet == null ? known : new KnownIds(promptSet.ids().all(), FileKinds::isPicture);
        List<String> outside = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            byText.putIfAbsent(prompts.get(i).text(), i);
        }
        List<Pair> pairs = new ArrayList<>();
        List<String> disagree = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        Set<String> given = new HashSet<>(ids);
        Set<String> stated = new HashSet<>();
        images.files().stream().map(ImageFile::id).filter(Objects::nonNull).forEach(stated::add);
        for (ImageFile file : images.files()) {
            String text = String.valueOf(file.prompt());
            int place = file.id() == null
                    ? byText.getOrDefault(text, KnownIds.NONE)
                    : known.find(KnownIds.number(file.id()));
            if (place < 0 && file.id() != null && all.find(KnownIds.number(file.id())) >= 0) {
                outside.add(file.name());
                continue;
            }
            if (place < 0) {
                String id = file.id() == null ? freeId(pairs.size(), stated, given) : file.id();
                others.add(file.name());
                pairs.add(new Pair(new Prompt(id, source(file), text, List.of()), file));
                continue;
            }
            Prompt prompt = prompts.get(place);
            if (!prompt.text().equals(text)) {
                disagree.add(file.name() + " (id " + prompt.id() + ")");
            }
            used.add(place);
            pairs.add(new Pair(prompt, file));
        }
        List<String> notes = new ArrayList<>(images.notes());
        if (promptSet != null) {
            refuseDisagreement(disagree, images, promptSet.name());
            notes.addAll(noteOn(others, prompts.size() + " taken from " + promptSet.name()));
        }
        if (pairs.isEmpty()) {
            throw new PairingException("pairing: all " + Messages.count(outside.size(), "image") + " of "
                    + images.name() + " belong to prompts outside the selection from "
                    + (promptSet == null ? "" : promptSet.name()));
        }
        List<Prompt> without = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            if (!used.contains(i)) {
                without.add(prompts.get(i));
            }
        }
        return new Pairs(
                images.name(),
                promptSet == null ? null : promptSet.name(),
                images.key(),
                pairs,
                List.of(),
                without,
                images.skipped(),
                outside,
                Joined.words(Joined.asStated(images), pairs, without.size()),
                notes);
    }

    private static List<String> noteOn(List<String> others, String prompts) {
        if (others.isEmpty()) {
            return List.of();
        }
        boolean one = others.size() == 1;
        return List.of(Messages.count(others.size(), "image")
                + (one ? " has a prompt that is not one of the " : " have prompts that are not among the ") + prompts
                + (one ? ", and is scored with it" : ", and are scored with them") + " all the same: "
                + Messages.firstFew(others));
    }

    /** An id for an image without one, which no other prompt has: its place, unless that is taken. */
    private static String freeId(int place, Set<String> stated, Set<String> given) {
        String id = Integer.toString(place);
        while (stated.contains(id) || given.contains(id)) {
            id = "row " + id;
        }
        return id;
    }

    static void refuseDisagreement(List<String> disagree, Images images, String prompts) {
        if (disagree.isEmpty()) {
            return;
        }
        String next = images.key() == PairingKey.MANIFEST
                ? "; if these prompts are meant all the same, " + NameRefusals.option(PairingKey.ID)
                        + " joins them by the file names"
                : "; leave out the prompts or the ids";
        throw new PairingException("pairing: the manifest's prompt is not the one that its id has in " + prompts + ": "
                + Messages.firstFew(disagree) + next);
    }

    private static String source(ImageFile file) {
        return file.source() == null ? "manifest" : file.source();
    }
}
