using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>
/// Walks from the end certificate towards roots, depth first and most promising issuers first, and has every complete
/// path judged. Only an issuer whose key verifies the signature is followed; if there is none, the best one whose key
/// does not is, so that the caller sees which signature is wrong.
/// </summary>
internal sealed class PathSearch
{
    private readonly ChainRequest _request;
    private readonly TrustAnchors _anchors;
    private readonly IssuerFinder _finder;
    private readonly SignatureCache _signatures;
    private readonly PathJudge _judge;
    private readonly List<PathStep> _path = [];
    private readonly List<JudgedPath> _judged = [];

    private int _signaturesLeft;
    private int _stepsLeft;
    private bool _isDone;
    private bool _isOutOfBudget;

    /// <param name="settings">The engine.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="signatures">Verdicts of earlier searches; takes those of this one.</param>
    /// <param name="fetched">Issuers that were fetched for the request; null for none.</param>
    public PathSearch(ChainEngineSettings settings, ChainRequest request, SignatureCache signatures, CertificateStore? fetched)
    {
        _request = request;
        _signatures = signatures;
        _anchors = new TrustAnchors(settings);
        _finder = new IssuerFinder(settings, request, fetched);
        _judge = new PathJudge(settings, _anchors, request);
        _signaturesLeft = request.Limits.Signatures;
        _stepsLeft = request.Limits.Steps;
    }

    /// <summary>True if a limit ended the search.</summary>
    public bool IsCutShort => _isOutOfBudget || _finder.IsCutShort;

    /// <summary>The judged paths, in the order in which they were found; at least one.</summary>
    public List<JudgedPath> Run()
    {
        PathCertificate end = _finder.Read(_request.End);
        if ((_request.Options & ChainOptions.EnablePeerTrust) != 0 && _anchors.IsTrustedPerson(end))
            Finish(new PathStep(end, TrustInfo.None, IsPreferred: false, Signature: null), PathEnd.TrustedPerson);
        else
            Extend(end);
        return _judged;
    }

    private void Extend(PathCertificate current)
    {
        var last = new PathStep(current, TrustInfo.None, IsPreferred: false, Signature: null);
        bool isInRootStore = _anchors.IsInRootStore(current);
        SignatureVerdict? own = current.IsSelfIssued && TryVerify(current.Certificate, current.Certificate.PublicKey, out SignatureVerdict verdict) ? verdict : null;
        if (own is { } made && IsSelfSigned(current, made, isInRootStore))
        {
            Finish(AsRoot(current, made), isInRootStore ? PathEnd.TrustedRoot : PathEnd.UntrustedRoot);
            return;
        }

        if (isInRootStore && _anchors.TrustsAuthority(current))
        {
            Finish(last, PathEnd.TrustedAuthority);
            return;
        }

        switch (TryIssuers(current))
        {
            case Outcome.Followed:
                return;
            case Outcome.None when own is { } failed:
                Finish(AsRoot(current, failed), PathEnd.UntrustedRoot);
                return;
            case Outcome.Loop:
                Finish(last, PathEnd.Cyclic);
                return;
            default:
                Finish(last, PathEnd.NoIssuer);
                return;
        }
    }

    private Outcome TryIssuers(PathCertificate current)
    {
        if (_path.Count + 1 >= _request.Limits.Depth)
        {
            _isOutOfBudget = true;
            return Outcome.None;
        }

        Outcome outcome = Outcome.None;
        IssuerCandidate? second = null;
        SignatureVerdict secondVerdict = SignatureVerdict.Invalid;
        foreach (IssuerCandidate candidate in _finder.Find(current))
        {
            Certificate issuer = candidate.Stored.Certificate;
            if (current.IsSame(issuer))
                continue;
            if (IsInPath(issuer, current))
            {
                if (outcome == Outcome.None)
                    outcome = Outcome.Loop;
                continue;
            }

            if (!TryVerify(current.Certificate, issuer.PublicKey, out SignatureVerdict verdict))
                break;
            if (verdict == SignatureVerdict.Valid)
            {
                outcome = Outcome.Followed;
                if (!Follow(current, candidate, verdict))
                    return outcome;
            }
            else if (second is null)
            {
                second = candidate;
                secondVerdict = verdict;
            }
        }

        if (outcome == Outcome.Followed || second is null)
            return outcome;
        Follow(current, second.Value, secondVerdict);
        return Outcome.Followed;
    }

    /// <summary>Puts an issuer on top of the path and goes on from it. False if the search is over.</summary>
    private bool Follow(PathCertificate current, IssuerCandidate issuer, SignatureVerdict verdict)
    {
        PathCertificate next = _finder.Read(issuer.Stored);
        _path.Add(new PathStep(current, issuer.Match, issuer.IsPreferred, verdict));
        if (--_stepsLeft < 0)
        {
            // The path is judged as far as it goes, so that there is always a result.
            _isOutOfBudget = true;
            Finish(new PathStep(next, TrustInfo.None, IsPreferred: false, Signature: null), PathEnd.NoIssuer);
            _isDone = true;
        }
        else
        {
            Extend(next);
        }

        _path.RemoveAt(_path.Count - 1);
        return !_isDone;
    }

    // A name and key that are in the path already can only lead round again. The signature of a certificate by its own
    // subject's key is no loop but a key rollover, as long as the keys differ.
    private bool IsInPath(Certificate candidate, PathCertificate current)
    {
        if (current.HasSameNameAndKey(candidate))
            return true;
        foreach (PathStep step in _path)
        {
            if (step.Certificate.HasSameNameAndKey(candidate))
                return true;
        }

        return false;
    }

    private bool TryVerify(Certificate subject, PublicKeyInfo key, out SignatureVerdict verdict)
    {
        SignatureCache.Key cacheKey = SignatureCache.Key.Of(subject, key);
        if (_signatures.TryGet(cacheKey, out verdict))
            return true;
        if (_signaturesLeft-- <= 0)
        {
            _isOutOfBudget = true;
            return false;
        }

        verdict = subject.SignatureUnusedBits != 0
            ? SignatureVerdict.Invalid
            : SignatureVerifier.Verify(key, subject.SignatureAlgorithm, subject.ToBeSigned.Span, subject.Signature.Span);
        _signatures.Add(cacheKey, verdict);
        return true;
    }

    // Where the algorithm leaves it open who signed (MD5, say), the root store or the key identifiers decide.
    private static bool IsSelfSigned(PathCertificate certificate, SignatureVerdict own, bool isInRootStore) => own switch
    {
        SignatureVerdict.Valid => true,
        SignatureVerdict.Invalid => false,
        _ => isInRootStore || AsRoot(certificate, own).IsPreferred,
    };

    private static PathStep AsRoot(PathCertificate root, SignatureVerdict signature)
    {
        var match = new IssuerMatch(root);
        TrustInfo kind = match.KindOf(root.Certificate);
        return new PathStep(root, kind, match.IsPreferred(kind), signature);
    }

    private void Finish(PathStep last, PathEnd end)
    {
        JudgedPath judged = _judge.Judge(new CandidatePath([.. _path, last], end));
        _judged.Add(judged);
        if (judged.Quality.IsPerfect && (_request.Options & ChainOptions.ReturnLowerQualityContexts) == 0)
        {
            _isDone = true;
        }
        else if (_judged.Count >= _request.Limits.Paths)
        {
            _isOutOfBudget = true;
            _isDone = true;
        }
    }

    private enum Outcome
    {
        None,
        Loop,
        Followed,
    }
}
