using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Settings;

namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>A time without a staple.</summary>
internal sealed record Gap(ulong Serial, string Host, DateTimeOffset From, DateTimeOffset To)
{
    public override string ToString() => $"certificate {Serial:X} of {Host}: no staple from {From:u} to {To:u} ({To - From})";
}

/// <summary>
/// A server's share: hands out what was installed by the rule of CertGetServerOcspResponseContext and keeps account of the
/// times when there was nothing to hand out.
/// </summary>
internal sealed class SimulatedServer(SimulatedClock clock, Certificate leaf, SimulatedResponder responder, PrefetchSettings settings)
    : IServerResponseSink
{
    private DateTimeOffset _servedUntil = clock.Now;

    public ulong Serial { get; } = SimulatedCertificate.SerialOf(leaf);

    public SimulatedResponder Responder { get; } = responder;

    public ServerResponseSubscription Subscription { get; set; } = null!;

    public AcceptedResponse? Installed { get; private set; }

    public List<Gap> Gaps { get; } = [];

    public List<ResponseUpdate> Updates { get; } = [];

    public int Installs { get; private set; }

    public Action<AcceptedResponse>? OnInstall { get; set; }

    public Action<ResponseUpdate>? OnNotify { get; set; }

    public void Install(AcceptedResponse response)
    {
        if (SimulatedResponse.SerialOf(response) != Serial) throw new InvalidOperationException("a staple for another certificate");
        Installs++;
        NoteGap(clock.Now);
        Installed = response;
        _servedUntil = Max(_servedUntil, response.EffectiveNextUpdate - settings.MinValidity);
        OnInstall?.Invoke(response);
    }

    public void Notify(ResponseUpdate update)
    {
        if (!ReferenceEquals(update.New, Installed)) throw new InvalidOperationException("told of something else than was installed");
        Updates.Add(update);
        OnNotify?.Invoke(update);
    }

    /// <summary>What a server gets now.</summary>
    public AcceptedResponse? Get()
    {
        var now = clock.Now;
        return Installed is { } held && held.EffectiveNextUpdate - now >= settings.MinValidity && held.ThisUpdate - now <= settings.MaxClockSkew
            ? held
            : null;
    }

    /// <summary>Closes the books.</summary>
    public void NoteGap(DateTimeOffset now)
    {
        if (_servedUntil < now) Gaps.Add(new Gap(Serial, Responder.Host, _servedUntil, now));
        _servedUntil = Max(_servedUntil, now);
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
