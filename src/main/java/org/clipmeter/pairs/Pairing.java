package org.clipmeter.pairs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.clipmeter.pairs.names.FileNameReading;
import org.clipmeter.pairs.names.KnownIds;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;

/** Joins images to prompts. What can be read in two ways is refused, what has no partner is left over and counted. */
final class Pairing {
    private final Images images;
    private final Catalogue prompts;
    private final List<String> unpaired = new ArrayList<>();
    private final Map<String, ImageFile> files = new HashMap<>();
    private final List<String> outside = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Pairing(Images images, PromptSet prompts) {
        this.images = images;
        images.files().forEach(file -> files.put(file.name(), file));
        this.prompts = new Catalogue(prompts);
        this.notes.addAll(images.notes());
        this.notes.addAll(prompts.ids().notes());
    }

    Pairs join() {
        if (images.key() == PairingKey.MANIFEST || images.key() == PairingKey.GIVEN) {
            return byPlace(images.key(), statedPlaces(), Joined.asStated(images));
        }
        List<FileNameReading> names = images.files().stream()
                .map(file -> FileNameReading.of(file.name(), prompts.known()))
                .toList();
        if (names.isEmpty()) {
            throw noImage(images);
        }
        NameChoice choice = new NameChoice(images, prompts, names);
        FileNameKey reading =
                switch (images.key()) {
                    case AUTO -> choice.choose();
                    case ID -> choice.chooseId();
                    case LEADING_ID -> FileNameKey.LEADING;
                    case TRAILING_ID -> FileNameKey.TRAILING;
                    default -> FileNameKey.INDEX;
                };
        if (images.key() == PairingKey.AUTO) {
            notes.addAll(new UnreadIds(images, prompts, names, reading).check());
        }
        if (reading == FileNameKey.INDEX) {
            Map<Integer, List<ImageFile>> places = indexPlaces(names);
            noteCountingFromOne(places, true);
            return byPlace(PairingKey.INDEX, places, "by index, counted from 0");
        }
        List<FileNameReading> known =
                names.stream().filter(name -> reading.id(name).isKnown()).toList();
        names.stream()
                .filter(name -> !reading.id(name).isKnown())
                .map(FileNameReading::name)
                .forEach(unpaired::add);
        PairingException otherColumn = known.isEmpty() ? new OtherColumns(images, prompts, names).ifOneFits() : null;
        if (otherColumn != null) {
            throw otherColumn;
        }
        Map<Integer, List<ImageFile>> places = idPlaces(known, reading);
        noteCountingFromOne(places, false);
        String row = prompts.ids().rowNumbers() ? ", which is the prompt's row counted from 0" : "";
        return byPlace(PairingKey.ID, places, "by " + reading.words(known) + row);
    }

    private ImageFile file(FileNameReading name) {
        return Objects.requireNonNull(files.get(name.name()));
    }

    private Map<Integer, List<ImageFile>> idPlaces(List<FileNameReading> names, FileNameKey reading) {
        Map<Integer, Map<String, List<FileNameReading>>> claims = new LinkedHashMap<>();
        for (FileNameReading name : names) {
            FileNameReading.Part id = reading.id(name);
            refuseRepeatedId(id.place());
            claims.computeIfAbsent(id.place(), k -> new TreeMap<>(Pairing::byNumberThenName))
                    .computeIfAbsent(id.rest(), k -> new ArrayList<>())
                    .add(name);
        }
        refuseDoubleClaims(
                claims.values().stream().flatMap(samples -> samples.values().stream()),
                name -> "the prompt id " + prompts.id(reading.id(name).place()));
        Map<Integer, List<ImageFile>> places = new HashMap<>();
        claims.forEach((place, samples) -> places.put(
                place,
                samples.values().stream().map(claim -> file(claim.get(0))).toList()));
        return places;
    }

    private Map<Integer, List<ImageFile>> indexPlaces(List<FileNameReading> names) {
        List<FileNameReading> counted =
                names.stream().filter(name -> name.index() >= 0).toList();
        names.stream()
                .filter(name -> name.index() < 0)
                .map(FileNameReading::name)
                .forEach(unpaired::add);
        if (counted.stream().anyMatch(name -> name.index() >= prompts.count())) {
            throw new NameRefusals(images, prompts, counted).tooHigh();
        }
        Map<String, List<FileNameReading>> claims = new LinkedHashMap<>();
        counted.forEach(name -> claims.computeIfAbsent(Long.toString(name.index()), k -> new ArrayList<>())
                .add(name));
        refuseDoubleClaims(claims.values().stream(), name -> "index " + name.index());
        Map<Integer, List<ImageFile>> places = new HashMap<>();
        counted.forEach(name -> places.put(prompts.placeOf((int) name.index()), List.of(file(name))));
        return places;
    }

    private static void refuseDoubleClaims(
            Stream<List<FileNameReading>> claims, Function<FileNameReading, String> what) {
        List<String> doubles = claims.filter(claim -> claim.size() > 1)
                .map(claim -> Messages.name(claim.get(0).name()) + " and "
                        + Messages.name(claim.get(1).name()) + " claim " + what.apply(claim.get(0)))
                .toList();
        if (!doubles.isEmpty()) {
            throw NameRefusals.severalClaim(doubles);
        }
    }

    /** The prompts that a manifest or a mapping states by their ids, or by their texts. */
    private Map<Integer, List<ImageFile>> statedPlaces() {
        Map<String, Integer> byText = new HashMap<>();
        prompts.set()
                .prompts()
                .forEach(prompt ->
                        byText.putIfAbsent(prompt.text(), prompts.known().find(prompt.id())));
        Map<Integer, List<ImageFile>> places = new LinkedHashMap<>();
        List<String> disagree = new ArrayList<>();
        for (ImageFile file : images.files()) {
            int place = file.id() == null
                    ? byText.getOrDefault(String.valueOf(file.prompt()), KnownIds.NONE)
                    : prompts.known().find(KnownIds.number(file.id()));
            if (place < 0) {
                unpaired.add(file.id() == null ? file.name() : file.name() + " (id " + file.id() + ")");
                continue;
            }
            refuseRepeatedId(place);
            int position = prompts.position(place);
            if (file.prompt() != null
                    && position >= 0
                    && !prompts.set().prompts().get(position).text().equals(file.prompt())) {
                disagree.add(file.name() + " (id " + prompts.id(place) + ")");
            }
            places.computeIfAbsent(place, k -> new ArrayList<>()).add(file);
        }
        OwnPrompts.refuseDisagreement(disagree, images, prompts.set().name());
        return places;
    }

    private void refuseRepeatedId(int place) {
        if (prompts.known().isRepeated(place) || prompts.ids().shared().contains(prompts.id(place))) {
            throw new PairingException("pairing: several prompts have the id " + prompts.id(place)
                    + "; make the ids unique, or use another column as id (idColumn NAME)");
        }
    }

    /** A run that counts its files from 1 looks like one that was interrupted before its first image. */
    private void noteCountingFromOne(Map<Integer, List<ImageFile>> places, boolean index) {
        int used = places.size();
        boolean numbers =
                index || prompts.known().find("0") == 0 && prompts.known().find("1") == 1;
        if (numbers
                && used > 0
                && !places.containsKey(0)
                && places.keySet().stream().allMatch(p -> p <= used)) {
            notes.add("the images are numbered 1 to " + used + " and none is 0: if they count from 1, each is joined to"
                    + " the prompt behind its own; name them from 0 then");
        }
    }

    private Pairs byPlace(PairingKey key, Map<Integer, List<ImageFile>> places, String by) {
        Map<Integer, List<ImageFile>> byPosition = new HashMap<>();
        places.forEach((place, files) -> {
            int position = prompts.position(place);
            if (position < 0) {
                files.forEach(file -> outside.add(file.name()));
            } else {
                byPosition.computeIfAbsent(position, k -> new ArrayList<>()).addAll(files);
            }
        });
        List<Pair> pairs = new ArrayList<>();
        List<Prompt> without = new ArrayList<>();
        List<Prompt> taken = prompts.set().prompts();
        for (int i = 0; i < taken.size(); i++) {
            Prompt prompt = taken.get(i);
            List<ImageFile> files = byPosition.getOrDefault(i, List.of());
            if (files.isEmpty()) {
                without.add(prompt);
            }
            files.forEach(file -> pairs.add(new Pair(prompt, file)));
        }
        if (pairs.isEmpty()) {
            throw nothingPairs();
        }
        outside.sort(Comparator.naturalOrder());
        return new Pairs(
                images.name(),
                prompts.set().name(),
                key,
                pairs,
                unpaired,
                without,
                images.skipped(),
                outside,
                Joined.words(by, pairs, without.size()),
                notes.stream().distinct().toList());
    }

    private PairingException nothingPairs() {
        if (images.files().isEmpty()) {
            return noImage(images);
        }
        String which = outside.isEmpty() ? "" : "; " + outside.size() + " belong to prompts outside the selection";
        return new PairingException("pairing: none of the "
                + Messages.count(images.files().size(), "image") + " in "
                + images.name() + " ("
                + Messages.firstFew(images.files().stream().map(ImageFile::name).toList())
                + ") belongs to one of the " + Messages.count(prompts.set().size(), "prompt") + " (ids: "
                + prompts.example() + ")" + which
                + "; expected a prompt id as the file's name, or _<index> from 0 at its end, or a manifest with the"
                + " columns image and prompt");
    }

    static PairingException noImage(Images images) {
        return new PairingException("pairing: " + images.name() + " holds no image that can be read: "
                + Messages.firstReasons(images.skipped()));
    }

    /** 2 before 10, numbers before names. */
    private static int byNumberThenName(String a, String b) {
        boolean numbers = a.matches("[0-9]{1,18}") && b.matches("[0-9]{1,18}");
        int order = numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : 0;
        return order != 0 ? order : a.compareTo(b);
    }
}
