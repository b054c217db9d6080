package org.clipmeter.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/** Joins images to prompts by key. What can be read in two ways is refused, what has no partner is left over. */
final class Pairing {
    private static final String GIVE_A_KEY =
            "; say which to use (key id or key index), or give a manifest with the columns image and prompt";

    private final Images images;
    private final @Nullable PromptSet promptSet;
    private final List<Prompt> prompts;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<String> doubleIds = new HashSet<>();
    private final List<String> unpaired = new ArrayList<>();

    Pairing(Images images, @Nullable PromptSet promptSet) {
        this.images = images;
        this.promptSet = promptSet;
        this.prompts = promptSet == null ? List.of() : promptSet.prompts();
        for (int i = 0; i < prompts.size(); i++) {
            if (positions.putIfAbsent(prompts.get(i).id(), i) != null) {
                doubleIds.add(prompts.get(i).id());
            }
        }
    }

    Pairs join() {
        if (promptSet == null && !images.havePrompts()) {
            throw new ScoreException(
                    "pairing: " + images.name() + " does not say its images' prompts; give prompts too");
        }
        if (images.key() == Key.GIVEN) {
            return images.havePrompts() ? byOwnPrompts() : byPlace(Key.GIVEN, givenPlaces());
        }
        List<Reading> readings = images.files().stream()
                .map(file -> Reading.of(file, positions.keySet()))
                .toList();
        Key key = images.key() == Key.AUTO ? choose(readings) : images.key();
        return byPlace(key, key == Key.ID ? idPlaces(readings) : indexPlaces(readings));
    }

    private Key choose(List<Reading> readings) {
        if (readings.stream().anyMatch(r -> r.form() == Reading.Form.EXACT)) {
            return Key.ID;
        }
        refuseTwoIds(readings);
        List<Reading> withId = readings.stream().filter(r -> r.id() != null).toList();
        if (withId.isEmpty()) {
            return Key.INDEX;
        }
        boolean allHaveAnIndex = readings.stream().allMatch(r -> r.index() >= 0 && r.index() < prompts.size())
                && readings.stream().map(Reading::index).distinct().count() == readings.size();
        if (!allHaveAnIndex) {
            return Key.ID;
        }
        List<String> conflicts = withId.stream()
                .filter(r -> r.index() != position(r))
                .map(r -> Messages.name(r.file().name()) + " (id " + r.id() + " or index " + r.index() + ")")
                .toList();
        if (!conflicts.isEmpty()) {
            throw new ScoreException("pairing: file names in " + images.name() + " can be read in two ways: "
                    + Messages.firstFew(conflicts) + GIVE_A_KEY);
        }
        return withId.size() == readings.size() ? Key.ID : Key.INDEX;
    }

    private int position(Reading reading) {
        return reading.id() == null ? -1 : positions.getOrDefault(reading.id(), -1);
    }

    private void refuseTwoIds(List<Reading> readings) {
        List<String> two = readings.stream()
                .filter(r -> r.form() == Reading.Form.TWO_IDS)
                .map(r -> Messages.name(r.file().name()) + " (" + r.variant() + ")")
                .toList();
        if (!two.isEmpty()) {
            throw new ScoreException("pairing: file names hold two prompt ids: " + Messages.firstFew(two)
                    + "; give a manifest with the columns image and prompt");
        }
    }

    private Map<Integer, List<ImageFile>> idPlaces(List<Reading> readings) {
        refuseTwoIds(readings);
        Map<String, List<Reading>> claims = new LinkedHashMap<>();
        for (Reading reading : readings) {
            if (reading.id() == null) {
                unpaired.add(reading.file().name());
            } else {
                refuseDoubleId(reading.id());
                claims.computeIfAbsent(reading.id() + "\0" + reading.variant(), k -> new ArrayList<>())
                        .add(reading);
            }
        }
        refuseDoubleClaims(claims, "the prompt id ", r -> String.valueOf(r.id()));
        Map<Integer, List<Reading>> byPrompt = new HashMap<>();
        claims.values().forEach(one -> byPrompt.computeIfAbsent(position(one.get(0)), k -> new ArrayList<>())
                .add(one.get(0)));
        Map<Integer, List<ImageFile>> places = new HashMap<>();
        byPrompt.forEach((place, several) -> places.put(
                place,
                several.stream()
                        .sorted(Comparator.comparing(Reading::variant, Pairing::byNumberThenName))
                        .map(Reading::file)
                        .toList()));
        return places;
    }

    private Map<Integer, List<ImageFile>> indexPlaces(List<Reading> readings) {
        Map<String, List<Reading>> claims = new LinkedHashMap<>();
        for (Reading reading : readings) {
            if (reading.index() < 0 || reading.index() >= prompts.size()) {
                unpaired.add(reading.file().name());
            } else {
                claims.computeIfAbsent(Long.toString(reading.index()), k -> new ArrayList<>())
                        .add(reading);
            }
        }
        refuseDoubleClaims(claims, "index ", r -> Long.toString(r.index()));
        Map<Integer, List<ImageFile>> places = new HashMap<>();
        claims.values()
                .forEach(one ->
                        places.put((int) one.get(0).index(), List.of(one.get(0).file())));
        return places;
    }

    private static void refuseDoubleClaims(
            Map<String, List<Reading>> claims, String what, java.util.function.Function<Reading, String> key) {
        List<String> doubles = claims.values().stream()
                .filter(claim -> claim.size() > 1)
                .map(claim -> Messages.name(claim.get(0).file().name()) + " and "
                        + Messages.name(claim.get(1).file().name()) + " claim " + what + key.apply(claim.get(0)))
                .toList();
        if (!doubles.isEmpty()) {
            throw new ScoreException("pairing: several images claim one prompt: " + Messages.firstFew(doubles)
                    + "; score one run at a time, or give a manifest with the columns image and prompt");
        }
    }

    private Map<Integer, List<ImageFile>> givenPlaces() {
        Map<Integer, List<ImageFile>> places = new HashMap<>();
        List<String> neither = new ArrayList<>();
        for (ImageFile file : images.files()) {
            if (file.id() == null) {
                neither.add(file.name());
            } else if (positions.containsKey(file.id())) {
                refuseDoubleId(file.id());
                places.computeIfAbsent(positions.get(file.id()), k -> new ArrayList<>())
                        .add(file);
            } else {
                unpaired.add(file.name() + " (id " + file.id() + ")");
            }
        }
        if (!neither.isEmpty()) {
            throw new ScoreException("pairing: " + images.name() + " gives some images by prompt and some by id: "
                    + Messages.firstFew(neither) + "; give all of them an id, or all a prompt");
        }
        return places;
    }

    private void refuseDoubleId(String id) {
        if (doubleIds.contains(id)) {
            throw new ScoreException("pairing: several prompts have the id " + id + "; make the ids unique");
        }
    }

    private Pairs byPlace(Key key, Map<Integer, List<ImageFile>> places) {
        List<Pair> pairs = new ArrayList<>();
        List<Prompt> without = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Prompt prompt = prompts.get(i);
            List<ImageFile> files = places.getOrDefault(i, List.of());
            if (files.isEmpty()) {
                without.add(prompt);
            }
            files.forEach(file -> pairs.add(new Pair(prompt, file)));
        }
        if (pairs.isEmpty()) {
            throw nothingPairs();
        }
        return pairs(key, pairs, without);
    }

    private ScoreException nothingPairs() {
        if (images.files().isEmpty()) {
            return new ScoreException("pairing: " + images.name() + " holds no image that can be read: "
                    + Messages.firstFew(images.skipped().stream()
                            .map(s -> Messages.name(s.name()) + " " + s.reason())
                            .toList()));
        }
        String example = prompts.isEmpty() ? "coco_301091" : prompts.get(0).id();
        return new ScoreException(
                "pairing: none of " + Messages.count(images.files().size(), "image") + " in "
                        + images.name() + " ("
                        + Messages.firstFew(
                                images.files().stream().map(ImageFile::name).toList()) + ") belongs to one of "
                        + Messages.count(prompts.size(), "prompt") + "; expected a prompt id (such as " + example
                        + ") as the file's name, or _<index> from 0 at its end, or a manifest with the columns image and prompt");
    }

    private Pairs byOwnPrompts() {
        List<Pair> pairs = new ArrayList<>();
        List<String> disagree = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        Map<String, Integer> byText = new HashMap<>();
        for (int i = prompts.size() - 1; i >= 0; i--) {
            byText.put(prompts.get(i).text(), i);
        }
        for (ImageFile file : images.files()) {
            String text = String.valueOf(file.prompt());
            Integer place = file.id() == null ? byText.get(text) : positions.get(file.id());
            if (place == null) {
                String id = file.id() == null ? Integer.toString(pairs.size()) : file.id();
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
        if (!disagree.isEmpty()) {
            throw new ScoreException("pairing: the manifest's prompt is not the one that its id has in "
                    + (promptSet == null ? "the prompts" : promptSet.name()) + ": " + Messages.firstFew(disagree)
                    + "; leave out the prompts or the ids");
        }
        List<Prompt> without = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            if (!used.contains(i)) {
                without.add(prompts.get(i));
            }
        }
        return pairs(Key.GIVEN, pairs, without);
    }

    private static String source(ImageFile file) {
        return file.source() == null ? "manifest" : file.source();
    }

    private Pairs pairs(Key key, List<Pair> pairs, List<Prompt> without) {
        String promptsName = promptSet == null ? null : promptSet.name();
        return new Pairs(images.name(), promptsName, key, pairs, unpaired, without, images.skipped());
    }

    /** 2 before 10, numbers before names. */
    private static int byNumberThenName(String a, String b) {
        boolean numbers = a.matches("[0-9]{1,18}") && b.matches("[0-9]{1,18}");
        int order = numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : 0;
        return order != 0 ? order : a.compareTo(b);
    }
}
