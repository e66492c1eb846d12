using Staple32.Certificates;
using Staple32.OcspDirectory;
using Staple32.Prefetch;
using Staple32.Tests.Prefetch.Simulation;
using Xunit;

namespace Staple32.Tests.Prefetch;

/// <summary>WRITE: every accepted response goes to its file, and a restart staples from there.</summary>
public sealed class DirectoryWriteTests : IDisposable
{
    private const string Folder = "/ocsp";

    private readonly SimulatedWorld _world = new();
    private readonly SimulatedResponder _responder;
    private readonly Certificate _leaf = SimulatedCertificate.Make(1);
    private readonly string _path;

    public DirectoryWriteTests()
    {
        _responder = _world.Network.Add("a.test", TimeSpan.FromDays(4));
        _world.Files.AddDirectory(Folder);
        _path = $"{Folder}/{ResponseFileName.Of(_leaf.Encoded.Span)}";
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Every_accepted_response_is_written_before_it_is_told_of()
    {
        var server = Open();
        var checks = 0;
        server.OnNotify = update =>
        {
            Assert.Equal(update.New.Encoded.ToArray(), _world.Files.ContentOf(_path));
            Assert.Equal(0, update.WriteError);
            checks++;
        };
        _world.Clock.RunFor(TimeSpan.FromDays(20));
        Assert.Equal(server.Installs, checks);
        Assert.True(checks > 5);
        Assert.Equal([ResponseFileName.Of(_leaf.Encoded.Span)], _world.Files.Names);
    }

    [Fact]
    public void What_cannot_be_written_is_installed_all_the_same_and_told_of_with_the_error()
    {
        _world.Files.WriteFailure = new IOException("disk full", 28);
        var server = Open();
        _world.Clock.RunFor(TimeSpan.FromSeconds(1));
        Assert.NotNull(server.Get());
        Assert.Equal(WriteErrors.DiskFull, Assert.Single(server.Updates).WriteError);
        Assert.Equal(WriteErrors.DiskFull, Assert.Single(Open().Updates).WriteError);
        Assert.Contains(_world.Log.Lines, line => line.Message.Contains("disk full", StringComparison.Ordinal));

        _world.Files.WriteFailure = null;
        _world.Clock.RunFor(TimeSpan.FromDays(4));
        Assert.Equal(0, server.Updates[^1].WriteError);
        Assert.Equal(server.Installed!.Encoded.ToArray(), _world.Files.ContentOf(_path));
    }

    [Fact]
    public void A_file_beyond_the_limit_of_the_process_is_such_a_failure_too()
    {
        // What the framework throws for EFBIG.
        _world.Files.WriteFailure = new ArgumentOutOfRangeException();
        var server = Open();
        _world.Clock.RunFor(TimeSpan.FromSeconds(1));
        Assert.NotNull(server.Get());
        Assert.Equal(WriteErrors.FileTooLarge, Assert.Single(server.Updates).WriteError);
    }

    [Fact]
    public void A_restart_during_an_outage_staples_from_the_file_without_waiting_for_the_network()
    {
        Put(-1, 48);
        _responder.Behave = _ => Behaviour.Hangs;
        var server = Open();
        _world.Clock.RunFor(TimeSpan.Zero);
        Assert.True(server.Subscription.FirstAttempt.IsCompleted);
        Assert.NotNull(server.Get());
        Assert.Equal("file://" + _path, Assert.Single(server.Updates).SourceUrl);
        Assert.Equal(0, _responder.Requests);
    }

    [Fact]
    public void A_file_whose_refresh_is_due_is_installed_at_once_and_the_first_attempt_asks_the_network()
    {
        Put(-46, 2);
        var server = Open();
        _world.Clock.RunFor(TimeSpan.Zero);
        Assert.NotNull(server.Get());
        Assert.False(server.Subscription.FirstAttempt.IsCompleted);
        _world.Clock.RunFor(TimeSpan.FromSeconds(1));
        Assert.True(server.Subscription.FirstAttempt.IsCompleted);
        Assert.Equal(2, server.Updates.Count);
        Assert.Same(server.Updates[0].New, server.Updates[1].Previous);
    }

    [Fact]
    public void An_expired_or_foreign_file_is_not_installed_and_soon_replaced()
    {
        Put(-46, -2);
        var server = Open();
        var other = SimulatedCertificate.Make(2);
        _world.Files.Put($"{Folder}/{ResponseFileName.Of(other.Encoded.Span)}", _world.Files.ContentOf(_path));
        var second = _world.Open(other, DirectoryMode.Write, Folder, _responder);
        _world.Clock.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal("http://a.test/ocsp", Assert.Single(server.Updates).SourceUrl);
        Assert.Equal("http://a.test/ocsp", Assert.Single(second.Updates).SourceUrl);
        Assert.Equal(second.Installed!.Encoded.ToArray(), _world.Files.ContentOf($"{Folder}/{ResponseFileName.Of(other.Encoded.Span)}"));
    }

    [Fact]
    public void One_writer_feeds_any_number_of_readers_each_told_once()
    {
        var readers = Enumerable.Range(0, 3).Select(_ =>
        {
            var prefetcher = new Prefetcher(new PrefetcherEnvironment
            {
                Time = _world.Clock,
                Transport = _world.Network,
                Log = _world.Log,
                Judge = SimulatedResponse.Judge,
                Run = _world.Clock.Run,
                Files = _world.Files,
            });
            var server = new SimulatedServer(_world.Clock, _leaf, _responder, _world.Settings);
            server.Subscription = prefetcher.Open(
                new ServerResponseRequest(_leaf, SimulatedCertificate.Issuer, [], _world.Settings, DirectoryMode.Read, Folder), server);
            return server;
        }).ToArray();
        var writer = Open();
        _world.Clock.RunFor(TimeSpan.FromDays(20));
        Assert.All(readers, reader => Assert.Equal(writer.Updates.Count, reader.Updates.Count));
        Assert.All(readers, reader => Assert.Equal(writer.Installed!.Encoded.ToArray(), reader.Installed!.Encoded.ToArray()));
        Assert.Equal(writer.Updates.Count, _responder.Requests);
    }

    private SimulatedServer Open() => _world.Open(_leaf, DirectoryMode.Write, Folder, _responder);

    private void Put(double thisUpdate, double nextUpdate) => _world.Files.Put(_path, SimulatedResponse.Encode(
        SimulatedCertificate.SerialOf(_leaf), SimulatedWorld.Start + TimeSpan.FromHours(thisUpdate), SimulatedWorld.Start + TimeSpan.FromHours(nextUpdate)));
}
