using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Staple32.Tests;

public sealed class LogTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("as it is, mit Ümläut", "as it is, mit Ümläut")]
    [InlineData("two\r\nlines\u0085and\u2029more", "two??lines?and?more")]
    [InlineData("\u001b[31mred\u009b", "?[31mred?")]
    public void Text_becomes_one_line(string? text, string clean) => Assert.Equal(clean, LogText.Clean(text));

    [Theory]
    [InlineData(200, 200)]
    [InlineData(201, 203)]
    [InlineData(1_000_000, 203)]
    public void Text_becomes_short(int length, int cleanLength) =>
        Assert.Equal(cleanLength, LogText.Clean(new string('x', length)).Length);

    [Fact]
    public void No_text_gets_through_that_could_forge_a_line() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(),
        text => LogText.Clean(text) is var clean && clean.Length <= 203
            && clean.All(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029'))).QuickCheckThrowOnFailure();
}
