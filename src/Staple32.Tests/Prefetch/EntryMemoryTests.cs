using Staple32.Certificates;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Staple32.Tests.Prefetch;

/// <summary>Tests that measure what the whole process holds: none other runs beside them.</summary>
[CollectionDefinition(nameof(MeasuresTheProcess), DisableParallelization = true)]
public sealed class MeasuresTheProcess;

/// <summary>What an entry costs beside its certificate and its response.</summary>
[Collection(nameof(MeasuresTheProcess))]
public sealed class EntryMemoryTests(ITestOutputHelper output)
{
    private const int Entries = 100_000;

    [Fact]
    public void A_hundred_thousand_entries_that_hold_a_response_stay_lean()
    {
        using var world = new SimulatedWorld();
        var responders = Enumerable.Range(0, 20).Select(i => world.Network.Add($"r{i}.test", TimeSpan.FromDays(4))).ToArray();
        var leaves = new Certificate[Entries];
        for (var i = 0; i < Entries; i++)
        {
            leaves[i] = SimulatedCertificate.Make((ulong)i + 1);
            // Cached by the certificate on first use.
            _ = leaves[i].Sha1Thumbprint;
        }

        world.Servers.Capacity = Entries;
        var before = Held();
        for (var i = 0; i < Entries; i++) world.Open(leaves[i], responders[i % responders.Length]);
        world.Clock.RunFor(TimeSpan.FromMinutes(15));
        Assert.DoesNotContain(world.Servers, server => server.Installed is null);
        foreach (var server in world.Servers) server.Updates.Clear();
        var bytes = (Held() - before) / Entries;

        // With the simulated server, its lists and the small simulated response, which are not the entry's.
        output.WriteLine($"{bytes} bytes per entry");
        Assert.InRange(bytes, 1, 1536);
        GC.KeepAlive(leaves);
    }

    /// <summary>What is reachable. What earlier tests have left behind may go in several steps, one finalizer freeing the next.</summary>
    private static long Held()
    {
        var held = long.MaxValue;
        for (var now = GC.GetTotalMemory(forceFullCollection: true); now < held; now = GC.GetTotalMemory(forceFullCollection: true))
        {
            held = now;
            GC.WaitForPendingFinalizers();
        }

        return held;
    }
}
