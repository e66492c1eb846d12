using Staple32.Certificates;
using Staple32.Log;
using Staple32.Prefetch;
using Staple32.Settings;

namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>The real prefetcher on a simulated clock, network and random source.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private ulong _serials;

    public SimulatedWorld(int seed = 1)
    {
        Clock = new SimulatedClock(Start);
        Network = new SimulatedTransport(Clock);
        Random = new Random(seed);
        Prefetcher = new Prefetcher(new PrefetcherEnvironment
        {
            Time = Clock,
            Transport = Network,
            Log = Log,
            Random = Random.NextDouble,
            Judge = SimulatedResponse.Judge,
            Run = Clock.Run,
            Files = Files = new MemoryFileSystem(Clock),
        });
    }

    public SimulatedClock Clock { get; }

    public SimulatedTransport Network { get; }

    public Random Random { get; }

    public ListLog Log { get; } = new();

    public MemoryFileSystem Files { get; }

    public Prefetcher Prefetcher { get; }

    public List<SimulatedServer> Servers { get; } = [];

    public PrefetchSettings Settings { get; set; } = PrefetchSettings.Default;

    /// <summary>Opens a new certificate whose URLs lead to the given responders, in order.</summary>
    public SimulatedServer Open(params SimulatedResponder[] responders) => Open(SimulatedCertificate.Make(++_serials), responders);

    public SimulatedServer Open(Certificate leaf, params SimulatedResponder[] responders) =>
        Open(leaf, DirectoryMode.None, null, responders);

    public SimulatedServer Open(Certificate leaf, DirectoryMode mode, string? directory, params SimulatedResponder[] responders)
    {
        var server = new SimulatedServer(Clock, leaf, responders[0], Settings);
        server.Subscription = Prefetcher.Open(
            new ServerResponseRequest(leaf, SimulatedCertificate.Issuer, Array.ConvertAll(responders, r => r.Url), Settings, mode, directory),
            server);
        Servers.Add(server);
        return server;
    }

    public void Dispose() => Prefetcher.Dispose();
}

/// <summary>Keeps what was logged.</summary>
internal sealed class ListLog : ILog
{
    private readonly List<(LogLevel Level, string Message)> _lines = [];

    public IReadOnlyList<(LogLevel Level, string Message)> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public bool IsEnabled(LogLevel level) => level <= LogLevel.Warning;

    public void Write(LogLevel level, string message)
    {
        if (!IsEnabled(level)) return;
        lock (_lines) _lines.Add((level, message));
    }
}
