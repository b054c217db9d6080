package org.clipmeter.pairs;

import static org.clipmeter.pairs.FileNames.csv;
import static org.clipmeter.pairs.FileNames.images;
import static org.clipmeter.pairs.FileNames.joined;
import static org.clipmeter.pairs.FileNames.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that hold values of a column that is not used as id. */
class OtherColumnsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number | idColumn number to use it",
                "no | idColumn no to use it",
                "Nr. | idColumn nr. to use it",
                "prompt_number | idColumn prompt_number to use it",
                "Unnamed: 0 | idColumn \"unnamed: 0\" to use it",
                "'' | the column without a name of prompts.csv (11 is in its row 0, counted from 0)",
                "'' | idColumn \"\" to use it"
            })
    void areNamedIfAllNamesHoldTheirValues(String column, String expected) throws IOException {
        String file = column + ",prompt,seed\n11,a,3\n12,b,1\n13,c,2\n";
        for (String names : new String[] {"11 12 13", "img_11 img_12", "11_0 11_1 12_0"}) {
            String message = refusal(images(names), csv(file));
            assertTrue(message.contains(expected), message);
            assertTrue(message.contains("no column is, the prompts count from 0"), message);
        }
        String asked = refusal(images("11 12 13").by(PairingKey.INDEX), csv(file));
        assertTrue(asked.contains(expected), asked);
        String none = refusal(images("11 12 13").by(PairingKey.ID), csv(file));
        assertTrue(none.contains(expected), none);
    }

    @Test
    void areNamedBesideTheColumnThatIsUsed() throws IOException {
        String message = refusal(images("11 12"), csv("case_number,number,prompt\n7,11,a\n8,12,b\n"));
        assertEquals(
                "pairing: the names in folder, such as 11.png, hold values of the column number of prompts.csv (11 is in its"
                        + " row 0, counted from 0), which is not used as id; the ids are the column case_number; say"
                        + " idColumn number to use it",
                message);
    }

    @Test
    void ofWordsAreNamedToo() throws IOException {
        String message = refusal(images("van_gogh monet"), csv("prompt,artist\na,Monet\nb,Van Gogh\n"));
        assertTrue(message.contains("monet is in its row 0"), message);
        assertTrue(message.contains("idColumn artist"), message);
    }

    @Test
    void thatWouldJoinOtherwiseThanTheRowsRefuse() throws IOException {
        String file = "number,prompt\n2,a\n0,b\n1,c\n";
        for (String names : new String[] {"0 1 2", "run_0 run_1 run_2"}) {
            String message = refusal(images(names), csv(file));
            assertTrue(message.contains("idColumn number to use it, or PairingKey.INDEX"), message);
            assertEquals(
                    3,
                    Pairs.of(images(names).by(PairingKey.INDEX), csv(file))
                            .pairs()
                            .size());
        }
        String samples = refusal(images("0_0 1_0"), csv(file));
        assertTrue(samples.contains("idColumn number to use it, or PairingKey.LEADING_ID"), samples);
        String fromOne = refusal(images("1..3"), csv("number,prompt\n1,a\n2,b\n3,c\n4,d\n"));
        assertTrue(fromOne.contains("hold values of the column number"), fromOne);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the index of pandas only counts the rows, and seeds are other numbers
                "unnamed: 0,prompt\n0,a\n1,b\n2,c\n",
                ",prompt\n0,a\n1,b\n2,c\n",
                "prompt,seed\na,2\nb,7\nc,1\n",
                "prompt,group\na,1\nb,1\nc,0\n"
            })
    void thatSayNothingElseDoNotStandInTheWay(String file) throws IOException {
        assertEquals("0=run_0 1=run_1 2=run_2", joined(Pairs.of(images("run_0..2"), csv(file))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_id", "promptid", "PromptID", "Unique ID", "coco_image_id", "imageId", "image-id"})
    void withNamesThatPlainlySayIdAreUsed(String column) throws IOException {
        assertEquals(
                "11=11 13=13",
                joined(Pairs.of(images("11 13"), csv("unnamed: 0,prompt," + column + "\n0,a,11\n1,b,13\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file_name", "image", "output path", "url"})
    void ofFileNamesRefuseRowsThatTheyContradict(String column, @TempDir Path temporary) throws IOException {
        for (String folder : new String[] {"", "out/", "C:\\run\\"}) {
            String file = column + ",prompt\n%s2.png,a\n%s0.png,b\n%s1.png,c\n".replace("%s", folder);
            String message = refusal(images("0 1 2"), csv(file));
            assertTrue(message.contains("hold values of the column " + column), message);
            assertTrue(message.contains("(0 is in its row 1, counted from 0)"), message);
            PromptSet named = TifaReader.read(Files.writeString(temporary.resolve("p.csv"), file), column)
                    .prompts();
            assertEquals(
                    "2 0 1",
                    Pairs.of(images("0 1 2"), named).pairs().stream()
                            .map(pair -> pair.image().name().replace(".png", ""))
                            .collect(Collectors.joining(" ")));
        }
        assertEquals("0=0 1=1", joined(Pairs.of(images("0 1"), csv(column + ",prompt\n0.png,a\n1.png,b\n2.png,c\n"))));
    }

    @Test
    void ofFileNamesRefuseIdsThatTheyContradict() throws IOException {
        String message = refusal(images("0 1"), csv("id,filename,prompt\n0,1.png,a\n1,0.png,b\n"));
        assertTrue(message.contains("hold values of the column filename"), message);
        assertTrue(
                message.contains("the ids are the column id; say idColumn filename to use it, or PairingKey.ID"),
                message);
        String some = refusal(images("0 1 2"), csv("filename,prompt\n1.png,a\n0.png,b\n7.png,c\n"));
        assertTrue(some.contains("hold values of the column filename"), some);
        assertEquals("0=0 1=1", joined(Pairs.of(images("0 1"), csv("id,filename,prompt\n0,0.png,a\n1,1.png,b\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0_0 0_1 1_0 1_1", "0-0 0-1 1-0 1-1"})
    void ofFileNamesRefuseSamplesThatTheyContradict(String names) throws IOException {
        for (String file : new String[] {
            "file_name,prompt\nout/1.png,a\nout/0.png,b\n", "id,file_name,prompt\n0,1.png,a\n1,0.png,b\n"
        }) {
            String message = refusal(images(names), csv(file));
            assertTrue(message.contains("hold values of the column file_name"), message);
            assertTrue(message.contains("(0 is in its row 1, counted from 0)"), message);
        }
        assertEquals(
                4,
                Pairs.of(images(names), csv("file_name,prompt\n0.png,a\n1.png,b\n"))
                        .pairs()
                        .size());
    }

    @Test
    void ofFileNamesThatRepeatAreNotTakenForRows() throws IOException {
        for (String file : new String[] {
            "image,caption\n0.png,a\n0.png,b\n1.png,c\n1.png,d\n",
            "caption,file_name\na,x/1.jpg\nb,x/1.jpg\nc,x/0.jpg\n"
        }) {
            String message = refusal(images("0 1"), csv(file));
            assertTrue(
                    message.contains("which is not used as id because it repeats values or has empty cells"), message);
        }
    }

    @Test
    void idsThatAreFileNamesAreFoundByTheNames() throws IOException {
        assertEquals("2.png=2 0.jpg=0", joined(Pairs.of(images("0 2"), csv("id,prompt\n2.png,a\n0.jpg,b\n"))));
        assertEquals(
                "b/0.png=b/0 a/0.png=a/0",
                joined(Pairs.of(images("a/0 b/0"), csv("id,prompt\nb/0.png,a\na/0.png,b\n"))));
        assertEquals("a.b=a.b", joined(Pairs.of(images("a.b"), csv("id,prompt\na.b,a\nb.c,b\n"))));
        String message = refusal(images("0 1"), csv("id,prompt\na/0.png,a\nb/0.png,b\n1.png,c\n"));
        assertTrue(message.contains("only some of the 2 images"), message);
    }
}
