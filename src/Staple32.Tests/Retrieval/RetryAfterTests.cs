using FsCheck;
using FsCheck.Fluent;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset s_now = new(1994, 11, 6, 8, 49, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("  120 ", 120)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 30)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 30)]
    [InlineData("Sun Nov  6 08:49:37 1994", 30)]
    [InlineData("Sun, 06 Nov 1994 08:49:00 GMT", 0)]
    public void Seconds_and_all_three_forms_of_a_date_are_read(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Parse(header, s_now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("+3")]
    [InlineData("soon")]
    [InlineData("10, 20")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 PST")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 31 Feb 1994 08:49:37 GMT")]
    public void Anything_else_is_as_good_as_missing(string? header) => Assert.Null(RetryAfter.Parse(header, s_now));

    [Theory]
    [InlineData("999999999999")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999999999999999999999")]
    public void More_than_can_be_counted_is_very_long(string header) =>
        Assert.True(RetryAfter.Parse(header, s_now) > TimeSpan.FromDays(10_000));

    [Fact]
    public void No_text_is_an_exception_or_a_time_in_the_past() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(), text => !(RetryAfter.Parse(text, s_now) < TimeSpan.Zero)).QuickCheckThrowOnFailure();
}
