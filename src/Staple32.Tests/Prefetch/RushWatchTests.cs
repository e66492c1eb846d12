using Staple32.Prefetch;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>When a rush of retrievals counts as over.</summary>
public sealed class RushWatchTests
{
    private readonly RushWatch _watch = new();

    [Fact]
    public void A_rush_is_over_once_after_a_quiet_while()
    {
        Add(RushWatch.Many);
        Assert.False(_watch.IsOver(At(4)));
        Assert.False(_watch.IsOver(At(35)));
        Assert.True(_watch.IsOver(At(36)));
        Assert.False(_watch.IsOver(At(72)));
    }

    [Fact]
    public void Few_retrievals_are_no_rush()
    {
        Add(RushWatch.Many - 1);
        Assert.False(_watch.IsOver(At(4)));
        Assert.False(_watch.IsOver(At(400)));
    }

    [Fact]
    public void A_rush_that_goes_on_is_not_over()
    {
        for (var second = 4; second < 200; second += 4)
        {
            Add(100);
            Assert.False(_watch.IsOver(At(second)));
        }

        Assert.True(_watch.IsOver(At(240)));
    }

    private static long At(int seconds) => TimeSpan.FromSeconds(seconds).Ticks;

    private void Add(int retrievals)
    {
        for (var i = 0; i < retrievals; i++) _watch.Add();
    }
}
