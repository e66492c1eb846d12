using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Retrieval;
using Staple32.Settings;
using Staple32.Tests.Pki;
using Staple32.Tests.Prefetch.Simulation;
using Staple32.Tests.Retrieval;

namespace Staple32.Tests.Laboratory;

/// <summary>
/// The real prefetcher, ladder and verifier on a simulated clock, with one certificate and one responder that does what it
/// is told. Faults of the wire pass through the real transport and a real server on loopback.
/// </summary>
internal sealed class Bench : IServerResponseSink, IHttpTransport, IDisposable
{
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);
    private static readonly HttpTransport s_wire = new();

    private readonly SimulatedClock _clock = new(SimulatedWorld.Start);
    private readonly Prefetcher _prefetcher;
    private readonly ServerResponseSubscription _subscription;

    /// <param name="behaviour">What the first requests get.</param>
    public Bench(Func<Bench, HttpQuestion, HttpAnswer> behaviour)
    {
        Behaviour = behaviour;
        _prefetcher = new Prefetcher(new PrefetcherEnvironment
        {
            Time = _clock,
            Transport = this,
            Log = new ListLog(),
            Random = new Random(1).NextDouble,
            Run = _clock.Run,
        });
        var request = new ServerResponseRequest(
            Pki.Leaf.Parsed, Pki.Authority.Parsed, [new Uri("http://ocsp.test/")], PrefetchSettings.Default, DirectoryMode.None, null);
        _subscription = _prefetcher.Open(request, this);
        RunFor(TimeSpan.FromSeconds(1));
    }

    public Func<Bench, HttpQuestion, HttpAnswer> Behaviour { get; set; }

    public TestPki Pki { get; } = TestPki.Of(KeyKind.P256);

    public DateTimeOffset Now => _clock.Now;

    public ServerResponseStatus Status => _subscription.Query();

    /// <summary>The methods of the requests that came, since the list was last cleared.</summary>
    public List<string> Methods { get; } = [];

    public AcceptedResponse? Installed { get; private set; }

    /// <summary>A right answer.</summary>
    public static HttpAnswer AnswerWell(Bench bench, HttpQuestion question) => Deliver(bench.GoodBody());

    public static HttpAnswer Deliver(byte[] body) =>
        new(TransportFailure.None, 200, Faults.OcspType, body, CacheValidators.None, null, "");

    public OcspAnswer GoodAnswer() => Pki.Answer(Now.AddHours(-1));

    public byte[] GoodBody() => GoodAnswer().Encode();

    public static HttpAnswer AskOverTheWire(HttpQuestion question, Func<Exchange, Task> behaviour, bool stalls)
    {
        var server = new FaultyServer(behaviour);
        try
        {
            var url = new Uri(server.Url, question.Url.PathAndQuery);
            TimeSpan timeout = stalls ? s_short : s_ample;
            return s_wire.SendAsync(question with { Url = url }, timeout, PrefetchSettings.Default.MaxResponseBytes, CancellationToken.None)
                .GetAwaiter().GetResult();
        }
        finally
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    public void RunFor(TimeSpan span) => _clock.RunFor(span);

    /// <summary>Lets time pass until the next attempt has ended, at most so long.</summary>
    public bool RunUntilNextAttempt(TimeSpan most)
    {
        long before = Status.Retrievals;
        for (DateTimeOffset end = Now + most; Now < end;)
        {
            RunFor(TimeSpan.FromSeconds(10));
            if (Status.Retrievals > before)
                return true;
        }

        return false;
    }

    /// <summary>What CertGetServerOcspResponseContext would hand out now.</summary>
    public AcceptedResponse? Get() =>
        Installed is { } held
        && held.EffectiveNextUpdate - Now >= PrefetchSettings.Default.MinValidity
        && held.ThisUpdate - Now <= PrefetchSettings.Default.MaxClockSkew
            ? held
            : null;

    public void Install(AcceptedResponse response) => Installed = response;

    public void Notify(ResponseUpdate update)
    {
    }

    public Task<HttpAnswer> SendAsync(HttpQuestion question, TimeSpan timeout, int maxBytes, CancellationToken cancel)
    {
        Methods.Add(question.PostBody is null ? "GET" : "POST");
        return Task.FromResult(Behaviour(this, question));
    }

    public void Dispose()
    {
        _subscription.Close();
        _prefetcher.Dispose();
    }
}
