using Staple32.Log;
using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Settings;

namespace Staple32.Abi.Boundary;

/// <summary>The few things of which a process has one: made at first use, kept for as long as the process lives.</summary>
internal static class Library
{
    /// <summary>Where the library reports: nowhere, unless STAPLE32_LOG or Staple32SetLogCallback asks for it.</summary>
    public static readonly Logger Log = Logger.FromEnvironment();

    private static readonly Lazy<HttpTransport> s_transport = new(static () => new HttpTransport());

    private static readonly Lazy<ObjectFetcher> s_fetcher = new(static () => new ObjectFetcher(s_transport.Value));

    private static readonly Lazy<RevocationChecker> s_revocation = new(static () =>
    {
        PrefetchSettings settings = MachineSettings.Load(Log).Prefetch;
        return new RevocationChecker(new RevocationServices
        {
            Fetcher = s_fetcher.Value,
            Transport = s_transport.Value,
            Verification = new OcspVerificationSettings(settings.MaxClockSkew, settings.OcspValidity),
            MaxResponseBytes = settings.MaxResponseBytes,
        });
    });

    private static readonly Lazy<Prefetcher> s_prefetcher = new(static () =>
    {
        ExitGuard.Start();
        return new Prefetcher(new PrefetcherEnvironment
        {
            Transport = s_transport.Value,
            Log = Log,
            Judge = ExitGuard.Verify,
            AfterRush = ReturnMemory,
        });
    });

    /// <summary>Brings the certificates and CRLs that chains want, and remembers them for all of them.</summary>
    public static IObjectFetcher Fetcher => s_fetcher.Value;

    /// <summary>Says whether certificates are revoked, and remembers what responders have said.</summary>
    public static RevocationChecker Revocation => s_revocation.Value;

    /// <summary>Callers of the library wait while a heap is compacted, a millisecond or two per megabyte: a large one is only swept, beside them.</summary>
    private static void ReturnMemory()
    {
        const long Small = 48 << 20;
        bool isSmall = GC.GetTotalMemory(forceFullCollection: false) <= Small;
        GC.Collect(GC.MaxGeneration, isSmall ? GCCollectionMode.Aggressive : GCCollectionMode.Forced, blocking: isSmall, compacting: isSmall);
    }

    /// <summary>The one scheduler for all handles. Not started before the first Open.</summary>
    public static Prefetcher Prefetcher => s_prefetcher.Value;
}
