using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>
/// Writes important events at once and buffers the detailed events of each session. They are written when the session turns
/// anomalous and dropped when it ends. On the caller's thread this takes a look-up and an enqueue.
/// </summary>
internal sealed class BufferedUntilAnomalySink : ILogEventSink, ISessionObserver, IDisposable
{
    private readonly EventIntake _intake;
    private readonly SerilogSessionId _sessionIds;
    private readonly ILogEventSink _wrapped;
    private readonly BufferLimits _settings;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<SessionId, LinkedListNode<(SessionId Id, SessionBuffer Session)>> _sessions = new();

    // In order of creation. Also the lock for adding and removing sessions.
    private readonly LinkedList<(SessionId Id, SessionBuffer Session)> _order = [];
    private readonly ConcurrentQueue<SessionBuffer> _anomalous = new();
    private readonly IDisposable _observation;
    private volatile bool _isDisposed;

    public BufferedUntilAnomalySink(AnomalyDetector detector, ILogEventSink wrapped, BufferLimits settings)
    {
        _intake = detector.Intake;
        _sessionIds = new SerilogSessionId(_intake);
        _wrapped = wrapped;
        _settings = settings;
        _timeProvider = _intake.TimeProvider;
        _observation = _intake.Observe(this);
    }

    /// <summary>Sessions with buffered events.</summary>
    public int SessionCount => _sessions.Count;

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level >= _settings.PassLevel)
        {
            _wrapped.Emit(logEvent);
            return;
        }

        if (_isDisposed)
        {
            return;
        }

        var id = _intake.KnownAs(_sessionIds.Of(logEvent));
        var now = _timeProvider.GetTimestamp();
        var session = GetOrAdd(id, now);
        if (session.TryKeep(logEvent, now))
        {
            return;
        }

        if (_timeProvider.GetElapsedTime(session.ReleasedAt, now) <= _settings.AfterTime)
        {
            _wrapped.Emit(logEvent);
        }
        else
        {
            // The time after the anomaly has passed: events are buffered again until the next anomaly.
            Remove(id, session);
            GetOrAdd(id, now).TryKeep(logEvent, now);
        }
    }

    void ISessionObserver.OnAnomaly(SessionId session, Anomaly anomaly)
    {
        var now = _timeProvider.GetTimestamp();
        var buffered = GetOrAdd(session, now);
        if (buffered.IsAnomalous)
        {
            buffered.Extend(now);
        }
        else
        {
            buffered.IsAnomalous = true;
            _anomalous.Enqueue(buffered);
        }

        if (_anomalous.Count > _settings.SessionLimit && _anomalous.TryDequeue(out _))
        {
            TellDropped("the sink is too slow");
        }

        // Sinks may be slow, so they are not called on the reader's thread. If the post finds no room, the next anomaly posts
        // again.
        if (!_anomalous.IsEmpty)
        {
            _intake.TryPost(WriteAnomalous);
        }
    }

    void ISessionObserver.OnEnd(EndedSession session)
    {
        if (_sessions.TryGetValue(session.Id, out var node))
        {
            Remove(session.Id, node.Value.Session);
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _observation.Dispose();
        WriteAnomalous();
        (_wrapped as IDisposable)?.Dispose();
    }

    private void WriteAnomalous()
    {
        while (_anomalous.TryDequeue(out var session))
        {
            foreach (var logEvent in session.Release(_timeProvider.GetTimestamp()))
            {
                try
                {
                    _wrapped.Emit(logEvent);
                }
                catch (Exception exception)
                {
                    SelfLog.WriteLine("LogGuard: a buffered event could not be written: {0}", exception);
                }
            }
        }
    }

    private SessionBuffer GetOrAdd(SessionId id, long now)
    {
        if (_sessions.TryGetValue(id, out var node))
        {
            return node.Value.Session;
        }

        lock (_order)
        {
            if (_sessions.TryGetValue(id, out node))
            {
                return node.Value.Session;
            }

            while (_order.First is { } oldest)
            {
                var isOld = _timeProvider.GetElapsedTime(oldest.Value.Session.LastAt, now) > _settings.TimeLimit;
                if (!isOld && _order.Count < _settings.SessionLimit)
                {
                    break;
                }

                _order.Remove(oldest);
                _sessions.TryRemove(oldest.Value.Id, out _);
                if (!isOld)
                {
                    TellDropped($"more than {_settings.SessionLimit:N0} at a time");
                }
            }

            var session = new SessionBuffer(_settings.EventLimit, now);
            _sessions[id] = _order.AddLast((id, session));
            return session;
        }
    }

    private void Remove(SessionId id, SessionBuffer session)
    {
        lock (_order)
        {
            if (_sessions.TryGetValue(id, out var node) && ReferenceEquals(node.Value.Session, session))
            {
                _sessions.TryRemove(id, out _);
                _order.Remove(node);
            }
        }
    }

    private void TellDropped(string why) => _intake.ReportRepeated(
        "buffers dropped", count => $"the buffered events of {count:N0} sessions were dropped before the sessions were judged: {why}.");
}
