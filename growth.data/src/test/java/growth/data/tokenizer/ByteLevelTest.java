package growth.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteLevelTest {
    @Test
    void isTheAlphabetOfGpt2() {
        assertThat(ByteLevel.character('A')).isEqualTo('A');
        assertThat(ByteLevel.character(' ')).isEqualTo('Ġ');
        assertThat(ByteLevel.character('\n')).isEqualTo('Ċ');
        assertThat(ByteLevel.character('\t')).isEqualTo('ĉ');
        assertThat(ByteLevel.character(0)).isEqualTo('Ā');
        assertThat(ByteLevel.character(0x7F)).isEqualTo('ġ');
        assertThat(ByteLevel.character(0xAD)).isEqualTo('Ń');
        assertThat(ByteLevel.character(0xFF)).isEqualTo('ÿ');
    }

    @Test
    void givesEveryByteACharacterOfItsOwn() {
        assertThat(IntStream.range(0, ByteLevel.BYTES).mapToObj(ByteLevel::character).collect(Collectors.toSet())).hasSize(ByteLevel.BYTES);
    }

    @Test
    void idsAreInTheOrderOfTheCharacters() {
        assertThat(ByteLevel.byCharacter().stream().map(ByteLevel::character)).isSorted();
        assertThat(ByteLevel.byCharacter().get(0)).isEqualTo((int) '!');
    }
}
