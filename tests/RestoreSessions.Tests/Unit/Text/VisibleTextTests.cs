using System.Text;
using CsCheck;
using RestoreSessions.Text;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("admin\u200B", "admin[U+200B]")]
    [InlineData("ad\u200Cmin", "ad[U+200C]min")]
    [InlineData("ad\u200Dmin", "ad[U+200D]min")]
    [InlineData("\u200Eadmin\u200F", "[U+200E]admin[U+200F]")]
    [InlineData("\u061Cadmin", "[U+061C]admin")]
    [InlineData("ad\u00ADmin", "ad[U+00AD]min")]
    [InlineData("ad\u2060\u2064min", "ad[U+2060][U+2064]min")]
    [InlineData("\uFEFFadmin", "[U+FEFF]admin")]
    [InlineData("gnp.\u202Eexe \u2066x\u2069", "gnp.[U+202E]exe [U+2066]x[U+2069]")]
    [InlineData("\u06DD \u180E \uFFF9", "[U+06DD] [U+180E] [U+FFF9]")]
    [InlineData("admin\U000E0061\U000E007F", "admin[U+E0061][U+E007F]")]
    [InlineData("admin\U0001D173", "admin[U+1D173]")]
    public void a_format_character_stands_as_its_code(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Theory]
    [InlineData("admin\u3164", "admin[U+3164]")]
    [InlineData("ad\u115F\u1160\uFFA0min", "ad[U+115F][U+1160][U+FFA0]min")]
    [InlineData("a\u034Fdmin", "a[U+034F]dmin")]
    [InlineData("a\uFE0Fdmin\uFE00", "a[U+FE0F]dmin[U+FE00]")]
    [InlineData("a\U000E0100", "a[U+E0100]")]
    [InlineData("7\uFE0F", "7[U+FE0F]")]
    [InlineData("a\u180Bb", "a[U+180B]b")]
    public void so_does_any_other_character_that_nobody_sees(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Theory]
    [InlineData("\u001B[2J\u0007", "[U+001B][2J[U+0007]")]
    [InlineData("a\0b\u007F\u0085\u009B", "a[U+0000]b[U+007F][U+0085][U+009B]")]
    [InlineData("a\u2028b\u2029c", "a[U+2028]b[U+2029]c")]
    [InlineData("\uFFFE\uFFFF\uFDD0\U0001FFFE\U0010FFFF", "[U+FFFE][U+FFFF][U+FDD0][U+1FFFE][U+10FFFF]")]
    public void what_controls_separates_or_is_no_character_is_shown(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Fact]
    public void half_a_surrogate_pair_is_shown()
    {
        Assert.Equal("[U+D83D] and [U+DE00]", VisibleText.Of("\uD83D and \uDE00"));
        Assert.Equal("[U+DE00][U+D83D]", VisibleText.Of("\uDE00\uD83D"));
    }

    [Fact]
    public void line_breaks_and_tabs_are_shown_on_a_terminal_and_kept_on_a_page()
    {
        Assert.Equal("a[U+0009]b[U+000D][U+000A]c", VisibleText.Of("a\tb\r\nc"));
        Assert.Equal("a\tb\r\nc[U+000B]", VisibleText.WithLines("a\tb\r\nc\v"));
    }

    [Theory]
    [InlineData("\U0001F469\u200D\u2764\uFE0F\u200D\U0001F469")]
    [InlineData("\U0001F469\U0001F3FD\u200D\U0001F52C and \U0001F3F3\uFE0F\u200D\U0001F308")]
    [InlineData("1\uFE0F\u20E3 \u00A9\uFE0F \u203C\uFE0F")]
    [InlineData("\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\u0915\u094D\u200D\u0937 \u0915\u094D\u200C\u0937")]
    [InlineData("\u0D05\u0D35\u0D28\u0D4D\u200D")]
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3")]
    [InlineData("\u1820\u180B \u845B\U000E0100 \u6D77\uFE00")]
    public void joiners_and_selectors_stay_where_they_shape_what_is_seen(string text) => Assert.Same(text, VisibleText.Of(text));

    [Theory]
    [InlineData("\u0639\u0644\u06CC\u200C", "\u0639\u0644\u06CC[U+200C]")]
    [InlineData("\u0639\u200C\u200C\u0644", "\u0639[U+200C][U+200C]\u0644")]
    [InlineData("\U0001F469\u200D", "\U0001F469[U+200D]")]
    [InlineData("\U0001F469\u200Da\u200D\U0001F469", "\U0001F469[U+200D]a[U+200D]\U0001F469")]
    [InlineData("\U0001F469\uFE0F\uFE0F", "\U0001F469\uFE0F[U+FE0F]")]
    [InlineData("\u0661\u200C\u0662", "\u0661[U+200C]\u0662")]
    public void they_are_shown_where_they_shape_nothing(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("VBO\\Administrator")]
    [InlineData("ünï¢ödé \u05E2\u05D1\u05E8\u05D9\u05EA \u65E5\u672C\u8A9E \U0001F600 \U00020000")]
    public void text_that_is_visible_is_the_same_instance(string text)
    {
        Assert.Same(text, VisibleText.Of(text));
        Assert.Same(text, VisibleText.WithLines(text));
    }

    [Fact]
    public void null_is_empty() => Assert.Equal(("", "", ""), (VisibleText.Of(null), VisibleText.WithLines(null), VisibleText.Truncate(null)));

    [Theory]
    [InlineData(100, "", "")]
    [InlineData(100, "b", "...")]
    [InlineData(98, "\U0001F600", "\U0001F600")]
    [InlineData(99, "\U0001F600", "...")]
    [InlineData(99, "\u202Eb", "[U+202E]...")]
    public void a_long_text_is_cut_between_two_characters(int before, string text, string shown) =>
        Assert.Equal(new string('a', before) + shown, VisibleText.Truncate(new string('a', before) + text));

    [Fact]
    public void whatever_comes_in_no_control_and_no_lone_surrogate_comes_out_and_all_else_stays() =>
        Gen.Int[0, 0x10FFFF].Select(code => code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code)).Array[0, 8].Sample(parts =>
        {
            string text = string.Concat(parts);
            string shown = VisibleText.Of(text);
            Assert.DoesNotContain(shown, char.IsControl);
            Assert.Equal(shown, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(shown)));
            Assert.Same(shown, VisibleText.Of(shown));
            Assert.Equal(text.Where(char.IsAsciiLetterOrDigit), parts.Where(part => shown.Contains(part, StringComparison.Ordinal)).SelectMany(part => part).Where(char.IsAsciiLetterOrDigit));
        });
}
