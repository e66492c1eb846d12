using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Laboratory;

/// <summary>What came of one fault: with nothing held, with a good response held, and after the fault was over.</summary>
internal sealed record FaultRun(string Asked, string Did, string GetWithNothingHeld, string GetWithOneHeld)
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(7);

    public static FaultRun Of(Fault fault)
    {
        using var empty = new Bench(fault.Answer);
        string asked = string.Join(", ", empty.Methods);
        string did = Describe(empty.Status.LastProblem);
        string withNothing = Describe(empty.Get(), held: null);
        Assert.Equal(fault.Ending != Ending.Kept, empty.Installed is not null);
        Assert.Equal(fault.Ending == Ending.Taken, empty.Get() is not null);

        using var holding = new Bench(Bench.AnswerWell);
        AcceptedResponse held = holding.Installed!;
        holding.Behaviour = fault.Answer;
        Assert.True(holding.RunUntilNextAttempt(s_life), "no refresh was tried while the response was valid");
        string withOne = Describe(holding.Get(), held);
        if (fault.Ending == Ending.Kept)
            Assert.Same(held, holding.Get());
        if (fault.Ending == Ending.Taken)
            Assert.NotSame(held, Assert.IsType<AcceptedResponse>(holding.Get()));

        // Whatever it was: when it is over, there is a fresh staple again without anybody's help.
        holding.Behaviour = Bench.AnswerWell;
        for (int i = 0; i < 20 && !IsFresh(holding, held); i++)
            holding.RunUntilNextAttempt(s_life);
        Assert.True(IsFresh(holding, held), "no fresh staple after the fault was over");
        return new FaultRun(asked, did, withNothing, withOne);
    }

    private static bool IsFresh(Bench bench, AcceptedResponse held) =>
        bench.Get() is { Status: OcspCertificateStatus.Good } now && now.ThisUpdate > held.ThisUpdate;

    private static string Describe(AcceptedResponse? handedOut, AcceptedResponse? held)
    {
        if (handedOut is null)
            return "nothing";
        if (ReferenceEquals(handedOut, held))
            return "the one held";
        return handedOut.Status == OcspCertificateStatus.Revoked ? "the new one (revoked)" : "the new one";
    }

    private static string Describe(RetrievalProblem? problem) => problem switch
    {
        null => "accepted",
        { End: RetrievalEnd.Refused } => $"refused: {problem.Refusal}",
        { End: RetrievalEnd.HttpError } => problem.HttpStatus == 200 ? "refused: media type" : $"HTTP {problem.HttpStatus}",
        _ => $"transport: {problem.Failure}",
    };
}
