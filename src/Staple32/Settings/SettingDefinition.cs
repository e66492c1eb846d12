namespace Staple32.Settings;

/// <summary>One setting as it is written down: a name and a whole number.</summary>
/// <param name="Name">The same in the registry, in the file and, after STAPLE32_, in the environment. Case does not count.</param>
/// <param name="Least">The least value taken.</param>
/// <param name="Most">The greatest value taken.</param>
/// <param name="Get">The value as a number.</param>
/// <param name="With">The settings with another value.</param>
public sealed record SettingDefinition(
    string Name,
    uint Least,
    uint Most,
    Func<MachineSettings, uint> Get,
    Func<MachineSettings, uint, MachineSettings> With)
{
    private const uint Any = uint.MaxValue;
    private const uint HourInMilliseconds = 3_600_000;
    private const uint DayInSeconds = 86_400;

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<SettingDefinition> All =
    [
        Seconds("SrvOcspRespMinValiditySeconds", 0, Any, s => s.MinValidity, (s, v) => s with { MinValidity = v }),
        new(
            "SrvOcspRespUrlRetrievalTimeoutMilliseconds",
            1,
            HourInMilliseconds,
            s => (uint)s.Prefetch.UrlRetrievalTimeout.TotalMilliseconds,
            (s, v) => s with { Prefetch = s.Prefetch with { UrlRetrievalTimeout = TimeSpan.FromMilliseconds(v) } }),
        Seconds("SrvOcspRespMaxBeforeNextUpdateSeconds", 0, Any, s => s.MaxBeforeNextUpdate, (s, v) => s with { MaxBeforeNextUpdate = v }),
        Seconds("SrvOcspRespMinBeforeNextUpdateSeconds", 0, Any, s => s.MinBeforeNextUpdate, (s, v) => s with { MinBeforeNextUpdate = v }),
        Seconds("SrvOcspRespMinAfterNextUpdateSeconds", 0, Any, s => s.MinAfterNextUpdate, (s, v) => s with { MinAfterNextUpdate = v }),
        Seconds("OcspValiditySeconds", 1, Any, s => s.OcspValidity, (s, v) => s with { OcspValidity = v }),
        Seconds("SrvOcspRespMinSyncCertFileSeconds", 1, Any, s => s.MinSyncCertFile, (s, v) => s with { MinSyncCertFile = v }),
        Seconds("SrvOcspRespMaxSyncCertFileSeconds", 1, Any, s => s.MaxSyncCertFile, (s, v) => s with { MaxSyncCertFile = v }),
        Seconds("SrvOcspRespMinRetrySeconds", 1, DayInSeconds, s => s.MinRetry, (s, v) => s with { MinRetry = v }),
        Seconds("SrvOcspRespMaxRetrySeconds", 1, Any, s => s.MaxRetry, (s, v) => s with { MaxRetry = v }),
        Count("SrvOcspRespMaxConcurrentRetrievals", 1, 4096, s => s.MaxConcurrentRetrievals, (s, v) => s with { MaxConcurrentRetrievals = v }),
        Count(
            "SrvOcspRespMaxConcurrentRetrievalsPerResponder",
            1,
            4096,
            s => s.MaxConcurrentRetrievalsPerResponder,
            (s, v) => s with { MaxConcurrentRetrievalsPerResponder = v }),
        Count("SrvOcspRespMaxResponseBytes", 1024, 16 * 1024 * 1024, s => s.MaxResponseBytes, (s, v) => s with { MaxResponseBytes = v }),
        Seconds("SrvOcspRespMaxClockSkewSeconds", 0, Any, s => s.MaxClockSkew, (s, v) => s with { MaxClockSkew = v }),
        Chain("MaxAIAUrlCountInCert", 0, 64, s => s.MaxIssuerUrls, (s, v) => s with { MaxIssuerUrls = v }),
        Chain("MaxAIAUrlRetrievalCountPerChain", 0, 64, s => s.MaxIssuerRetrievals, (s, v) => s with { MaxIssuerRetrievals = v }),
        Chain("MaxAIAUrlRetrievalByteCount", 1024, 16 * 1024 * 1024, s => s.MaxIssuerBytes, (s, v) => s with { MaxIssuerBytes = v }),
        Chain("MaxAIAUrlRetrievalCertCount", 1, 1000, s => s.MaxIssuerCertificates, (s, v) => s with { MaxIssuerCertificates = v }),
        Chain(
            "ChainUrlRetrievalTimeoutMilliseconds",
            1,
            (int)HourInMilliseconds,
            s => (int)s.UrlRetrievalTimeout.TotalMilliseconds,
            (s, v) => s with { UrlRetrievalTimeout = TimeSpan.FromMilliseconds(v) }),
        Chain(
            "ChainRevAccumulativeUrlRetrievalTimeoutMilliseconds",
            1,
            (int)HourInMilliseconds,
            s => (int)s.RevocationTimeout.TotalMilliseconds,
            (s, v) => s with { RevocationTimeout = TimeSpan.FromMilliseconds(v) }),
        Chain("MaxUrlRetrievalByteCount", 1024, int.MaxValue, s => s.MaxObjectBytes, (s, v) => s with { MaxObjectBytes = v }),
        Chain("MinRsaPubKeyBitLength", 1023, 16384, s => s.MinRsaBits, (s, v) => s with { MinRsaBits = v }),
        Switch(
            "DisableMandatoryBasicConstraints",
            s => s.DisableMandatoryBasicConstraints,
            (s, v) => s with { DisableMandatoryBasicConstraints = v }),
        Switch("DisableCANameConstraints", s => s.DisableAuthorityNameConstraints, (s, v) => s with { DisableAuthorityNameConstraints = v }),
        Switch(
            "DisableUnsupportedCriticalExtensions",
            s => s.DisableUnsupportedCriticalExtensions,
            (s, v) => s with { DisableUnsupportedCriticalExtensions = v }),
    ];

    /// <summary>Null if there is none of that name.</summary>
    public static SettingDefinition? Find(ReadOnlySpan<char> name)
    {
        foreach (SettingDefinition definition in All)
        {
            if (name.Equals(definition.Name, StringComparison.OrdinalIgnoreCase))
                return definition;
        }

        return null;
    }

    private static SettingDefinition Seconds(
        string name, uint least, uint most, Func<PrefetchSettings, TimeSpan> get, Func<PrefetchSettings, TimeSpan, PrefetchSettings> with) =>
        new(
            name,
            least,
            most,
            s => (uint)get(s.Prefetch).TotalSeconds,
            (s, v) => s with { Prefetch = with(s.Prefetch, TimeSpan.FromSeconds(v)) });

    private static SettingDefinition Count(
        string name, uint least, uint most, Func<PrefetchSettings, int> get, Func<PrefetchSettings, int, PrefetchSettings> with) =>
        new(name, least, most, s => (uint)get(s.Prefetch), (s, v) => s with { Prefetch = with(s.Prefetch, (int)v) });

    private static SettingDefinition Chain(
        string name, int least, int most, Func<ChainSettings, int> get, Func<ChainSettings, int, ChainSettings> with) =>
        new(name, (uint)least, (uint)most, s => (uint)get(s.Chains), (s, v) => s with { Chains = with(s.Chains, (int)v) });

    private static SettingDefinition Switch(string name, Func<ChainSettings, bool> get, Func<ChainSettings, bool, ChainSettings> with) =>
        new(name, 0, 1, s => get(s.Chains) ? 1u : 0, (s, v) => s with { Chains = with(s.Chains, v != 0) });
}
