package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code |} in a cell stands for a new line. */
class LocalVariablesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (String dir : dirs) {|    %clip score $dir|}",
                "int n = 1;|for (final var dir: dirs) {|  n++;|  %clip score $dir|}",
                "void f(String a, Path dir) {|%clip score $dir|}",
                "void f(Path dir, String a) {|%clip score $dir|}",
                "dirs.forEach(dir -> {|%clip score $dir|});",
                "map.forEach((dir, n) -> {|%clip score $dir|});",
                "if (x instanceof Path dir) {|%clip score $dir|}",
                "{|  List<String>[] dir = many();|  %clip score $dir|}",
                "String dir = \"a\";|for (String dir : dirs) {|%clip score $dir|}"
            })
    void belongToTheBlockAroundTheMagic(String cell) {
        assertTrue(declared(cell), cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%clip score $dir",
                "String dir = \"a\";|%clip score $dir",
                "String dir = \"a\";|for (String d : dirs) {|  dir = d;|  %clip score $dir|}",
                "for (String dir : dirs) {|  f(dir);|}|%clip score $dir",
                "for (String d : dirs) {|  // String dir : {|  f(\"String dir = {\");|  %clip score $dir|}",
                "int f(int dir) { return dir; }|%clip score $dir",
                "for (String d : dirs) {|  if (ready) return dir;|  %clip score $dir|}",
                "%clip plot 'String dir; {|%clip score $dir",
                "%%clip score|String dir = {|$dir"
            })
    void doNotReachAMagicOutside(String cell) {
        assertFalse(declared(cell), cell);
    }

    private static boolean declared(String cell) {
        return LocalVariables.declare(cell.replace("|", "\n"), "clip", List.of("score", "$dir"), "dir");
    }
}
