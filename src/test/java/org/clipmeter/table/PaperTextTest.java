package org.clipmeter.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class PaperTextTest {
    private static Table table() {
        DoubleColumn delta = NumberFormats.fixed("delta_low", 2);
        delta.append(-10.126).appendMissing();
        DoubleColumn p = NumberFormats.significant("p");
        p.append(1.84e-12).append(0.25);
        IntColumn n = NumberFormats.whole("n");
        n.append(300).append(7);
        return Table.create(
                "t",
                StringColumn.create("run", "a_b & 50 %", "{x} ~ ^ \\ |\n<b>"),
                n,
                delta,
                p,
                BooleanColumn.create("within", true, false));
    }

    @Test
    void latexAlignsNumbersAndEscapesTexts() {
        assertEquals("""
                % made by x, 50 % done
                % \\usepackage{booktabs,siunitx}
                \\begin{tabular}{l S[table-format=3] S[table-format=-2.2] S[table-format=1.4e-2] l}
                \\toprule
                {run} & {n} & {delta\\_low} & {p} & {within} \\\\
                \\midrule
                a\\_b \\& 50 \\% & 300 & -10.13 & 1.8e-12 & true \\\\
                \\{x\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} \\textbar{} \\textless{}b\\textgreater{} & 7 & {--} & 0.2500 & false \\\\
                \\bottomrule
                \\end{tabular}
                """, PaperText.latex(table(), List.of("made by x,\n50 % done")));
    }

    @Test
    void markdownAlignsNumbersAndEscapesTexts() {
        assertEquals("""
                <!-- made - -> by x -->

                | run | n | delta\\_low | p | within |
                | --- | ---: | ---: | ---: | --- |
                | a\\_b \\& 50 % | 300 | -10.13 | 1.8e-12 | true |
                | {x} \\~ ^ \\\\ \\| \\<b> | 7 |  | 0.2500 | false |
                """, PaperText.markdown(table(), List.of("made --> by x")));
    }

    /** A bracket after the end of a row is the length of a space for LaTeX, and it refuses control characters. */
    @Test
    void noTextEndsItsCellOrIsTakenForACommand() {
        Table hostile = Table.create(
                "t",
                StringColumn.create("prompt", "[1] a", "*", "a\0\u001bb", "&lt;i&gt; $x$ ~~y~~"),
                StringColumn.create("id", "x", "x", "x", "x"));
        String latex = PaperText.latex(hostile, List.of());
        assertTrue(latex.contains("\n{}[1] a & x"), latex);
        assertTrue(latex.contains("\n{}* & x"), latex);
        assertTrue(latex.contains("\na\ufffd\ufffdb & x"), latex);
        String markdown = PaperText.markdown(hostile, List.of("a ---> b", "--", "-->"));
        assertTrue(markdown.contains("| \\&lt;i\\&gt; \\$x\\$ \\~\\~y\\~\\~ | x |"), markdown);
        assertEquals(3, markdown.split("-->", -1).length - 1, markdown);
    }

    @Test
    void anEmptyTableIsItsHeader() {
        Table empty = Table.create("t", StringColumn.create("run"), IntColumn.create("n"));
        assertEquals("| run | n |\n| --- | ---: |\n", PaperText.markdown(empty, List.of()));
        assertEquals("""
                % \\usepackage{booktabs,siunitx}
                \\begin{tabular}{l S[table-format=1]}
                \\toprule
                {run} & {n} \\\\
                \\midrule
                \\bottomrule
                \\end{tabular}
                """, PaperText.latex(empty, List.of()));
    }
}
