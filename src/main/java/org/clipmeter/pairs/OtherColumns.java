package org.clipmeter.pairs;

import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.pairs.names.FileNameReading;
import org.clipmeter.pairs.names.KnownIds;
import org.clipmeter.prompts.IdColumn;
import org.jspecify.annotations.Nullable;

/** The columns of a prompt file that are not used as ids although they could be: file names may hold their values. */
final class OtherColumns {
    private final Images images;
    private final Catalogue prompts;
    private final List<FileNameReading> names;

    OtherColumns(Images images, Catalogue prompts, List<FileNameReading> names) {
        this.images = images;
        this.prompts = prompts;
        this.names = names;
    }

    /** A refusal that names the column whose values all names hold; null if there is none. */
    @Nullable
    PairingException ifOneFits() {
        for (IdColumn.Other column : prompts.ids().column().others()) {
            List<FileNameReading> read = read(column);
            for (FileNameKey reading : List.of(FileNameKey.WHOLE_OR_LEADING, FileNameKey.WHOLE_OR_TRAILING)) {
                if (read.stream().allMatch(name -> reading.id(name).isKnown())) {
                    return refusal(column, read.get(0), reading.id(read.get(0)), "");
                }
            }
        }
        return null;
    }

    /** Refuses rows that names count if the same numbers are values of a column, in other rows. */
    void refuseIfDifferent(int[] rows, FileNameKey reading) {
        PairingKey key = reading == FileNameKey.WHOLE_OR_LEADING ? PairingKey.LEADING_ID : PairingKey.INDEX;
        String otherwise = ", or " + NameRefusals.option(key) + " if the names count the prompts from 0";
        for (IdColumn.Other column : prompts.ids().column().others()) {
            refuseIfDifferent(column, rows, reading, otherwise);
        }
    }

    /** Refuses ids that names hold if a column names these very files in other rows. */
    void refuseFilesOfOthers(int[] places, PairingKey key) {
        String otherwise = ", or " + NameRefusals.option(key) + " if the names hold the ids";
        for (IdColumn.Other column : prompts.ids().column().others()) {
            if (isOfFiles(column)) {
                refuseIfDifferent(column, places, FileNameKey.WHOLE_OR_LEADING, otherwise);
            }
        }
    }

    /** A column of files contradicts by a single name, another one only if it holds values of all names. */
    private void refuseIfDifferent(IdColumn.Other column, int[] places, FileNameKey reading, String otherwise) {
        boolean files = isOfFiles(column);
        List<FileNameReading> read = read(column);
        List<FileNameReading.Part> values =
                files ? ofFiles(column, read) : read.stream().map(reading::id).toList();
        int different = IntStream.range(0, places.length)
                .filter(i -> values.get(i).isKnown() && values.get(i).place() != places[i])
                .findFirst()
                .orElse(-1);
        if (different >= 0 && (files || values.stream().allMatch(FileNameReading.Part::isKnown))) {
            throw refusal(column, read.get(different), values.get(different), otherwise);
        }
    }

    /** Which files the names are, or are samples of: {@code 7_0.png} of {@code 7.png}. */
    private static List<FileNameReading.Part> ofFiles(IdColumn.Other column, List<FileNameReading> read) {
        KnownIds stems =
                new KnownIds(column.values().stream().map(KnownIds::stem).toList(), value -> false);
        return read.stream()
                .map(name -> name.whole().isKnown()
                        ? name.whole()
                        : FileNameReading.of(name.name(), stems).leading())
                .toList();
    }

    private static boolean isOfFiles(IdColumn.Other column) {
        return column.values().stream().allMatch(FileKinds::isPicture);
    }

    private List<FileNameReading> read(IdColumn.Other column) {
        KnownIds values = new KnownIds(column.values(), FileKinds::isPicture);
        return names.stream()
                .map(name -> FileNameReading.of(name.name(), values))
                .toList();
    }

    private PairingException refusal(
            IdColumn.Other column, FileNameReading name, FileNameReading.Part value, String otherwise) {
        String ids = prompts.ids().column().name();
        String option = "idColumn " + column.quoted();
        return new PairingException("pairing: the names in " + images.name() + ", such as " + Messages.name(name.name())
                + ", hold values of " + column.title() + " of " + prompts.set().name() + " ("
                + Messages.name(value.text()) + " is in its row " + value.place()
                + ", counted from 0), which is not used as id; "
                + (ids == null
                        ? prompts.ids().rowNumbers()
                                ? "no column is, the prompts count from 0"
                                : "the ids are " + prompts.example()
                        : "the ids are the column " + ids)
                + "; say " + option + " to use it" + otherwise);
    }
}
