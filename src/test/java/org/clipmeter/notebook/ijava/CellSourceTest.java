package org.clipmeter.notebook.ijava;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CellSourceTest {
    @Test
    void aMagicAloneIsBareAndLast() {
        assertTrue(CellSource.isBareAndLast("%tifa --limit 3", 1));
        assertTrue(CellSource.isBareAndLast("int i = 3;\n  %clip models \n\n", 1));
    }

    @Test
    void aCellMagicIsTheWholeCell() {
        assertTrue(CellSource.isBareAndLast("%%tifa --source shapes\n--limit 3", 1));
    }

    @Test
    void anAssignedMagicIsNotBare() {
        assertFalse(CellSource.isBareAndLast("Table t = %tifa --limit 3", 1));
    }

    @Test
    void aMagicBeforeOtherCodeIsNotLast() {
        assertFalse(CellSource.isBareAndLast("%tifa --limit 3\n1 + 1", 1));
    }

    @Test
    void ofTwoEqualLinesOnlyTheSecondIsLast() {
        String twice = "%tifa --limit 3\n%tifa --limit 3";
        assertFalse(CellSource.isBareAndLast(twice, 1));
        assertTrue(CellSource.isBareAndLast(twice, 2));
    }

    @Test
    void othersMagicsAndTextAreNotCounted() {
        assertTrue(CellSource.isBareAndLast("%jars lib/*.jar\nString s = \"=%tifa\";\n%tifa", 1));
    }
}
