using Staple32.Certificates;
using Staple32.Log;
using Staple32.Ocsp;
using Staple32.OcspDirectory;
using Staple32.Retrieval;

namespace Staple32.Prefetch;

/// <summary>Judges a response for one certificate; must not throw.</summary>
public delegate OcspVerdict ResponseJudge(
    ReadOnlyMemory<byte> response, Certificate leaf, Certificate issuer, DateTimeOffset now, OcspVerificationSettings settings);

/// <summary>Everything outside that a prefetcher depends on. The defaults are the real world.</summary>
public sealed class PrefetcherEnvironment
{
    /// <summary>The network.</summary>
    public required IHttpTransport Transport { get; init; }

    /// <summary>Wall clock, monotonic clock and timers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public required ILog Log { get; init; }

    /// <summary>Numbers from [0, 1); any thread may ask.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    public IFileSystem Files { get; init; } = FileSystem.Instance;

    public ResponseJudge Judge { get; init; } = OcspVerifier.Verify;

    /// <summary>What each responder understands.</summary>
    public ResponderMemory Memory { get; init; } = new();

    /// <summary>
    /// Called, through <see cref="Run"/>, when a rush of retrievals is over: a thousand or more, and then hardly any. What
    /// they left behind would stay until the next rush, since at rest nothing is allocated and so nothing is collected.
    /// </summary>
    public Action AfterRush { get; init; } = static () => { };

    /// <summary>
    /// Runs work soon, on a thread of its own choosing, never before it returns: locks may be held. A simulation runs it on
    /// its one thread and so knows when all is quiet.
    /// </summary>
    public Action<Action> Run { get; init; } = static work =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work(), work, preferLocal: false);
}
