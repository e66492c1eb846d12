using System.Text;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

/// <summary>What is fetched, what is remembered, and for how long. Objects are words here.</summary>
public sealed class ObjectFetcherTests
{
    private static readonly Uri s_url = new("http://ca.example/ca.crl");
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(15);

    private readonly ManualTime _time = new();
    private Func<HttpQuestion, HttpAnswer> _script = _ => Says("first");

    private readonly ScriptedTransport _transport;
    private readonly ObjectFetcher _fetcher;

    public ObjectFetcherTests()
    {
        _transport = new ScriptedTransport(question => _script(question));
        _fetcher = new ObjectFetcher(_transport, _time);
    }

    [Fact]
    public void An_object_is_asked_for_once_and_remembered()
    {
        FetchedObject first = Fetch();
        Assert.Equal(("first", TransportFailure.None, _time.GetUtcNow(), ""), (Text(first), first.Failure, first.FetchedAt, first.Detail));
        DateTimeOffset then = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(23));
        FetchedObject again = Fetch();
        Assert.Equal(("first", then), (Text(again), again.FetchedAt));
        Assert.Null(Assert.Single(_transport.Questions).PostBody);
    }

    [Fact]
    public void After_a_day_it_is_asked_whether_it_has_changed()
    {
        var validators = new CacheValidators("\"1\"", "Thu, 01 Jan 2026 00:00:00 GMT");
        _script = _ => Says("first", validators);
        Fetch();
        _time.Advance(ObjectFetcher.Lifetime);
        _script = _ => ScriptedTransport.Answer(304);
        FetchedObject unchanged = Fetch();
        Assert.Equal(("first", _time.GetUtcNow()), (Text(unchanged), unchanged.FetchedAt));
        Assert.Equal(validators, _transport.Questions[1].Validators);

        Fetch();
        Assert.Equal(2, _transport.Questions.Count);
        _time.Advance(ObjectFetcher.Lifetime);
        _script = _ => Says("second");
        Assert.Equal("second", Text(Fetch()));
        Assert.Equal(validators, _transport.Questions[2].Validators);
    }

    [Fact]
    public void An_old_object_is_better_than_none()
    {
        Fetch();
        DateTimeOffset then = _time.GetUtcNow();
        _time.Advance(ObjectFetcher.Lifetime);
        _script = _ => ScriptedTransport.Answer(503);
        FetchedObject old = Fetch();
        Assert.Equal(("first", then), (Text(old), old.FetchedAt));
        _script = _ => Says("rubbish");
        _time.Advance(ObjectFetcher.Pause);
        Assert.Equal("first", Text(_fetcher.Fetch(Request() with { IsUsable = bytes => Word(bytes) == "first" })));
        Assert.Equal(3, _transport.Questions.Count);
    }

    [Fact]
    public void What_is_remembered_can_be_too_old_for_a_caller()
    {
        Fetch();
        DateTimeOffset then = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("first", Text(_fetcher.Fetch(Request() with { NotBefore = then.AddTicks(-1) })));
        _script = _ => Says("second");
        Assert.Equal("second", Text(_fetcher.Fetch(Request() with { NotBefore = then })));

        _time.Advance(TimeSpan.FromMinutes(1));
        _script = _ => ScriptedTransport.Answer(404);
        FetchedObject none = _fetcher.Fetch(Request() with { NotBefore = _time.GetUtcNow() });
        Assert.Equal((null, TransportFailure.Other, "HTTP 404"), (none.Bytes, none.Failure, none.Detail));
        Assert.Equal("second", Text(Fetch()));
    }

    [Fact]
    public void Without_the_network_only_what_is_remembered_comes_however_old()
    {
        FetchRequest cached = Request() with { CacheOnly = true };
        Assert.Null(_fetcher.Fetch(cached).Bytes);
        Assert.Empty(_transport.Questions);
        Fetch();
        _time.Advance(10 * ObjectFetcher.Lifetime);
        Assert.Equal("first", Text(_fetcher.Fetch(cached)));
        Assert.Single(_transport.Questions);
    }

    [Fact]
    public void A_body_that_is_of_no_use_is_not_remembered()
    {
        FetchRequest useful = Request() with { IsUsable = bytes => Word(bytes) == "second" };
        FetchedObject none = _fetcher.Fetch(useful);
        Assert.Equal((null, TransportFailure.Other), (none.Bytes, none.Failure));
        Assert.Null(_fetcher.Fetch(Request() with { CacheOnly = true }).Bytes);

        _script = _ => Says("second");
        Assert.Null(_fetcher.Fetch(useful).Bytes);
        Assert.Single(_transport.Questions);
        _time.Advance(ObjectFetcher.Pause);
        Assert.Equal("second", Text(_fetcher.Fetch(useful)));
    }

    [Fact]
    public void A_remembered_body_that_has_become_useless_is_asked_for_anew()
    {
        Fetch();
        _script = _ => Says("second");
        Assert.Equal("second", Text(_fetcher.Fetch(Request() with { IsUsable = bytes => Word(bytes) == "second" })));
        Assert.Equal("second", Text(Fetch()));
        Assert.Equal(2, _transport.Questions.Count);
    }

    public static readonly TheoryData<TransportFailure> Failures =
        [.. Enum.GetValues<TransportFailure>().Where(failure => failure != TransportFailure.None)];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failed_URL_is_left_alone_for_a_while(TransportFailure failure)
    {
        _script = _ => HttpAnswer.Failed(failure, "broken");
        FetchedObject none = Fetch();
        Assert.Equal((null, failure, "broken"), (none.Bytes, none.Failure, none.Detail));
        _time.Advance(ObjectFetcher.Pause - TimeSpan.FromTicks(1));
        Assert.Equal(failure, Fetch().Failure);
        Assert.Single(_transport.Questions);

        _time.Advance(TimeSpan.FromTicks(1));
        _script = _ => Says("first");
        Assert.Equal("first", Text(Fetch()));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    [InlineData(404)]
    [InlineData(500)]
    public void Only_200_brings_an_object(int status)
    {
        _script = _ => ScriptedTransport.Answer(status);
        FetchedObject none = Fetch();
        Assert.Equal((null, TransportFailure.Other, $"HTTP {status}"), (none.Bytes, none.Failure, none.Detail));
    }

    [Theory]
    [InlineData(503, "600", 600)]
    [InlineData(429, "600", 600)]
    [InlineData(503, "1", 30)]
    [InlineData(503, "86400", 3600)]
    [InlineData(500, "600", 30)]
    public void A_server_may_ask_for_a_longer_pause_within_reason(int status, string retryAfter, int seconds)
    {
        _script = _ => ScriptedTransport.Answer(status, retryAfter: retryAfter);
        Fetch();
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Fetch();
        Assert.Single(_transport.Questions);
        _time.Advance(TimeSpan.FromTicks(1));
        Fetch();
        Assert.Equal(2, _transport.Questions.Count);
    }

    [Fact]
    public void More_time_or_room_than_the_failure_had_is_worth_a_try()
    {
        _script = _ => HttpAnswer.Failed(TransportFailure.Timeout, "slow");
        Fetch();
        _fetcher.Fetch(Request() with { Timeout = s_ample - TimeSpan.FromTicks(1) });
        Assert.Single(_transport.Questions);
        _fetcher.Fetch(Request() with { Timeout = s_ample + TimeSpan.FromSeconds(1) });
        Assert.Equal(2, _transport.Questions.Count);

        _time.Advance(ObjectFetcher.Pause);
        _script = _ => HttpAnswer.Failed(TransportFailure.TooLarge, "large");
        Fetch();
        Fetch();
        Assert.Equal(3, _transport.Questions.Count);
        _fetcher.Fetch(Request() with { MaxBytes = 101 });
        Assert.Equal(4, _transport.Questions.Count);
    }

    [Fact]
    public void No_time_is_a_failure_unless_the_object_is_remembered()
    {
        FetchRequest hasty = Request() with { Timeout = TimeSpan.Zero };
        Assert.Equal(TransportFailure.Timeout, _fetcher.Fetch(hasty).Failure);
        Assert.Empty(_transport.Questions);
        Fetch();
        Assert.Equal("first", Text(_fetcher.Fetch(hasty)));
    }

    [Fact]
    public void A_remembered_object_that_is_longer_than_allowed_is_refused()
    {
        Fetch();
        _script = _ => HttpAnswer.Failed(TransportFailure.TooLarge, "large");
        Assert.Equal(TransportFailure.TooLarge, _fetcher.Fetch(Request() with { MaxBytes = 4 }).Failure);
        Assert.Equal("first", Text(_fetcher.Fetch(Request() with { MaxBytes = 5 })));
    }

    [Fact]
    public void The_fragment_and_the_user_do_not_make_another_object()
    {
        Fetch();
        Assert.Equal("first", Text(_fetcher.Fetch(Request() with { Url = new("http://me@ca.example/ca.crl#x") })));
        Assert.Single(_transport.Questions);
        _fetcher.Fetch(Request() with { Url = new("http://ca.example/ca.crl?x") });
        Assert.Equal(2, _transport.Questions.Count);
    }

    [Fact]
    public void Neither_URLs_nor_bytes_are_remembered_without_end()
    {
        for (int i = 0; i <= ObjectFetcher.Capacity; i++)
            _fetcher.Fetch(Request() with { Url = new($"http://ca.example/{i}") });
        Assert.Null(_fetcher.Fetch(Request() with { Url = new("http://ca.example/0"), CacheOnly = true }).Bytes);
        Assert.NotNull(_fetcher.Fetch(Request() with { Url = new("http://ca.example/1"), CacheOnly = true }).Bytes);

        var memory = new ObjectMemory(10, 1000);
        foreach (string url in (string[])["a", "b", "c", "d"])
            memory.Keep(url, new RememberedObject(new byte[250], CacheValidators.None, default, 0));
        Assert.NotNull(memory.Object("a"));
        memory.Keep("e", new RememberedObject(new byte[1], CacheValidators.None, default, 0));
        Assert.Equal((751, 4), (memory.Bytes, memory.Count));
        Assert.Null(memory.Object("b"));
        memory.Keep("a", new RememberedObject(new byte[501], CacheValidators.None, default, 0));
        Assert.Null(memory.Object("a"));
        Assert.Equal(501, memory.Bytes);
    }

    [Fact]
    public void A_transport_that_faults_is_a_failure()
    {
        _script = _ => throw new InvalidOperationException();
        Assert.Equal((TransportFailure.Other, "InvalidOperationException"), (Fetch().Failure, Fetch().Detail.Split(' ')[^1]));
    }

    private FetchedObject Fetch() => _fetcher.Fetch(Request());

    private static FetchRequest Request() => new(s_url, 100, s_ample);

    private static HttpAnswer Says(string word, CacheValidators? validators = null) =>
        ScriptedTransport.Answer(200, Encoding.ASCII.GetBytes(word), "application/pkix-crl", validators);

    private static string? Text(FetchedObject fetched) => fetched.Bytes is { } bytes ? Word(bytes) : null;

    private static string Word(ReadOnlyMemory<byte> bytes) => Encoding.ASCII.GetString(bytes.Span);
}
