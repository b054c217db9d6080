package org.clipmeter.notebook.view;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.clipmeter.PromptList;
import org.clipmeter.Result;
import org.clipmeter.image.RgbImage;
import org.clipmeter.plot.ChartImages;
import org.clipmeter.plot.NoFontsException;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/** Shows results in a notebook. */
public final class Views {
    /** The most bytes of a drawing, so that a cell stays below a megabyte. */
    private static final int MOST_SVG = 900_000;

    private Views() {}

    /**
     * How values of a type are shown.
     *
     * @param drawing the form for those who ask for SVG; null if the type has none
     */
    public record View<T>(
            Class<T> type,
            Function<T, Output> output,
            @Nullable Function<T, Output> drawing) {
        View(Class<T> type, Function<T, Output> output) {
            this(type, output, null);
        }

        /** Shows a value, as a drawing if that is asked for and the type has one. */
        public Output of(T value, boolean asDrawing) {
            return asDrawing && drawing != null ? drawing.apply(value) : output.apply(value);
        }
    }

    /** All types that a notebook shows in a form of ours. */
    public static List<View<?>> views() {
        return List.of(
                new View<>(Table.class, Views::table),
                new View<>(Result.class, Views::summary),
                new View<>(PromptSet.class, Views::prompts),
                new View<>(Chart.class, Views::chart, Views::drawing),
                new View<>(BufferedImage.class, Views::image),
                new View<>(Output.class, Function.identity()));
    }

    /** Shows a table: numbers are aligned to the right, missing values are marked, and at most 20 rows are shown. */
    public static Output table(Table table) {
        return new TableView(table).output();
    }

    /** Shows prompts as a table. */
    public static Output prompts(PromptSet prompts) {
        return table(PromptList.of(new PromptFile(prompts, List.of())).table());
    }

    /** Shows the summary of a result as a card. */
    public static Output summary(Result result) {
        return new SummaryCard(result.summary()).output();
    }

    /** Shows a whole result in a cell: its summary, and then its charts, each of which takes some time to draw. */
    public static void show(Result result, Cell cell) {
        cell.show(summary(result));
        result.charts().forEach(chart -> cell.show(chart(chart)));
    }

    /** Shows a chart as a picture. If Java has no fonts, its figures are shown as bars of text, with advice. */
    public static Output chart(Chart<?, ?> chart) {
        try {
            return Output.picture(ChartImages.png(chart), chart.getWidth(), chart.getHeight(), title(chart));
        } catch (NoFontsException e) {
            return new TextBars(chart, String.valueOf(e.getMessage())).output();
        } catch (IOException e) {
            return new TextBars(chart, "no picture: " + e.getMessage()).output();
        }
    }

    /** Shows an image completely; the kernels' own form lacks the last bytes. */
    public static Output image(BufferedImage image) {
        String size = image.getWidth() + " x " + image.getHeight() + " pixels";
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            if (ImageIO.write(image, "png", png)) {
                return Output.picture(png.toByteArray(), image.getWidth(), image.getHeight(), size);
            }
        } catch (IOException e) {
            return Output.message(size + "\nno picture: " + e.getMessage());
        }
        return Output.message(size + "\nno picture: PNG can't store pixels of this kind");
    }

    /** Shows a chart as SVG, which suits charts with few points, since each point is a separate element. */
    public static Output drawing(Chart<?, ?> chart) {
        String svg;
        try {
            svg = ChartImages.svg(chart);
        } catch (NoFontsException e) {
            return new TextBars(chart, String.valueOf(e.getMessage())).output();
        } catch (IOException e) {
            return new TextBars(chart, "no drawing: " + e.getMessage()).output();
        }
        return svg.length() > MOST_SVG
                ? new TextBars(chart, "the chart has too many points for SVG; leave out --svg").output()
                : Output.svg(svg, title(chart));
    }

    static String title(Chart<?, ?> chart) {
        return chart.getTitle() == null || chart.getTitle().isBlank() ? "chart" : chart.getTitle();
    }

    /** Shows pictures side by side, each with its caption, at most 60. */
    public static Output pictures(List<Map.Entry<Path, String>> captioned) {
        return Pictures.ofFiles(captioned).output();
    }

    /** Shows pictures that are not files side by side, each with its caption, at most 60. */
    public static Output drawings(List<Map.Entry<RgbImage, String>> captioned) {
        return Pictures.of(captioned).output();
    }
}
