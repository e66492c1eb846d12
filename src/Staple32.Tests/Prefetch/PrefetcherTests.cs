using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

public sealed class PrefetcherTests
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(4);

    [Fact]
    public void The_first_retrieval_starts_without_delay_and_is_installed()
    {
        using var world = new SimulatedWorld();
        var server = world.Open(world.Network.Add("a.test", s_life));
        var first = server.Subscription.FirstAttempt;
        Assert.False(first.IsCompleted);
        world.Clock.RunFor(TimeSpan.FromSeconds(1));
        Assert.True(first.IsCompletedSuccessfully);
        Assert.NotNull(server.Get());
        Assert.Same(server.Installed, Assert.Single(server.Updates).New);
        Assert.Null(server.Updates[0].Previous);
        Assert.Equal("http://a.test/ocsp", server.Updates[0].SourceUrl);
    }

    [Fact]
    public void A_month_is_covered_without_a_gap()
    {
        using var world = new SimulatedWorld();
        var server = world.Open(world.Network.Add("a.test", s_life));
        world.Clock.RunFor(TimeSpan.FromSeconds(1));
        server.Gaps.Clear();
        world.Clock.RunFor(TimeSpan.FromDays(30));
        server.NoteGap(world.Clock.Now);
        Assert.Empty(server.Gaps);
        Assert.NotNull(server.Get());
    }
}
