using LogGuard.Primitives;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Primitives;

public class PlainTextTests
{
    [Theory]
    [InlineData("Order 7 shipped", "Order 7 shipped")]
    [InlineData("", "")]
    [InlineData("a\nb\r\nc\td", "a\\nb\\r\\nc\\td")]
    [InlineData("\u001b[2J\u0000\u007f", "\\u001b[2J\\u0000\\u007f")]
    [InlineData("\u0085\u009b31m", "\\u0085\\u009b31m")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("\u202Eevil\u2066x\u2069\u200F", "\\u202eevil\\u2066x\\u2069\\u200f")]
    [InlineData("\uFEFFa\u200Bb", "\\ufeffa\\u200bb")]
    [InlineData("\U000E0041", "\\U000e0041")]
    [InlineData("Größe 12 µm, 注文 7, 👩\u200D💻", "Größe 12 µm, 注文 7, 👩\u200D💻")]
    public void WhatBreaksOrReordersALineIsEscaped(string text, string expected) => Assert.Equal(expected, PlainText.Escape(text));

    // xunit cannot pass unpaired surrogates as data.
    [Fact]
    public void UnpairedSurrogatesAreEscaped() => Assert.Equal("a\\ud800b\\udc00", PlainText.Escape("a\ud800b\udc00"));

    [Fact]
    public void NoTextHasALineBreakOrAControlCharacterAfterwards() => Properties.Hold<string>(text =>
        text is null || PlainText.Escape(text).All(character => !char.IsControl(character) && character is not ('\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E'))));
}
